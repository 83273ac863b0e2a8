import { describe, expect, it } from "vitest";
import { addDays, formatStay, fromWallClock, isIsoDate, nightsBetween, toWallClock } from "../../src/components/format/dates";
import { formatMoney, moneyInputText, parseMoney } from "../../src/components/format/money";

describe("parseMoney", () => {
  it.each([
    ["120", "EUR", "en", 12000],
    ["120.5", "EUR", "en", 12050],
    ["120,50", "EUR", "en", 12050],
    ["1,234.56", "EUR", "en", 123456],
    ["1.234,56", "EUR", "en", 123456],
    ["1 234,56", "EUR", "fr", 123456],
    ["1'234.50", "CHF", "de-CH", 123450],
    ["1,234", "EUR", "en", 123400],
    ["1.234", "EUR", "de", 123400],
    ["1,234,567", "EUR", "en", 123456700],
    [".5", "EUR", "en", 50],
    ["12.", "EUR", "en", 1200],
    ["-5.00", "EUR", "en", -500],
    ["0", "EUR", "en", 0],
    ["500", "JPY", "ja", 500],
    ["1.234", "KWD", "en", 1234],
    ["0.29", "EUR", "en", 29],
    ["1.15", "EUR", "en", 115],
  ])("reads %s %s in %s", (text, currency, locale, amount) => {
    expect(parseMoney(text, currency, locale)).toEqual({ amount, currency });
  });

  it.each([
    ["1.234", "EUR", "en"],
    ["1.234", "EUR", "fr"],
    ["1,23,456", "EUR", "en"],
    ["12.345,678", "EUR", "en"],
    ["1.5", "JPY", "ja"],
    ["abc", "EUR", "en"],
    ["1e3", "EUR", "en"],
    ["", "EUR", "en"],
    ["99999999999999999", "EUR", "en"],
  ])("refuses %s %s in %s", (text, currency, locale) => {
    expect(parseMoney(text, currency, locale)).toBeNull();
  });

  it("reads back what it writes, in every locale", () => {
    for (const locale of ["en", "de", "fr", "pt", "ar-EG", "hi", "de-CH"]) {
      for (const currency of ["EUR", "JPY", "KWD"]) {
        for (const amount of [0, 1, 29, 99, 100, 123456, 7_000_001]) {
          expect(parseMoney(moneyInputText({ amount, currency }, locale), currency, locale), `${locale} ${currency} ${amount}`).toEqual({ amount, currency });
        }
      }
    }
  });

  it("writes money as the reader does", () => {
    expect(formatMoney({ amount: 123450, currency: "EUR" }, "en")).toBe("€1,234.50");
    expect(formatMoney({ amount: 500, currency: "JPY" }, "en")).toBe("¥500");
  });
});

describe("dates", () => {
  it("counts nights over months, leap days and clock changes", () => {
    expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
    expect(nightsBetween("2027-03-27", "2027-03-29")).toBe(2);
    expect(nightsBetween("2027-03-15", "2027-03-15")).toBe(0);
    expect(formatStay("2027-03-15", "2027-03-18", "en-GB")).toMatch(/^15\s?–\s?18 Mar 2027$/);
  });

  it("knows a date from a lookalike", () => {
    expect(isIsoDate("2027-02-28")).toBe(true);
    expect(isIsoDate("2027-02-30")).toBe(false);
    expect(isIsoDate("27-02-03")).toBe(false);
    expect(isIsoDate("")).toBe(false);
  });

  it("reads the property's clock, whatever zone the browser is in", () => {
    expect(fromWallClock("2027-01-15T18:00", "Europe/Lisbon")).toBe("2027-01-15T18:00:00Z");
    expect(fromWallClock("2027-07-15T18:00", "Europe/Lisbon")).toBe("2027-07-15T17:00:00Z");
    expect(fromWallClock("2027-07-15T18:00", "Asia/Kathmandu")).toBe("2027-07-15T12:15:00Z");
    expect(fromWallClock("2027-07-15T00:30", "Pacific/Auckland")).toBe("2027-07-14T12:30:00Z");
    expect(fromWallClock("tomorrow", "UTC")).toBeNull();
  });

  it("moves a skipped hour on and takes the first of a repeated one", () => {
    expect(fromWallClock("2027-03-28T02:30", "Europe/Paris")).toBe("2027-03-28T01:30:00Z");
    expect(fromWallClock("2027-10-31T02:30", "Europe/Paris")).toBe("2027-10-31T00:30:00Z");
  });

  it("writes back the clock it read", () => {
    for (const zone of ["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]) {
      for (let hour = 0; hour < 24 * 365; hour += 67) {
        const instant = new Date(Date.UTC(2027, 0, 1, hour)).toISOString().replace(".000Z", "Z");
        const wall = toWallClock(instant, zone);
        const again = fromWallClock(wall, zone);
        expect(toWallClock(again ?? "", zone), `${instant} ${zone}`).toBe(wall);
      }
    }
  });
});
