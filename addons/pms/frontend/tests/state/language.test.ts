import { describe, expect, it } from "vitest";
import { dateOfDay, dayFromIso } from "../../src/calendar/layout/days";
import { CalendarLanguage } from "../../src/state/calendar-language";
import { firstWeekdayOf } from "../../src/state/first-weekday";

describe("the calendar's language", () => {
  it("begins the week as the region does", () => {
    const first = Object.fromEntries(["en-GB", "de", "en-US", "en", "pt-BR", "ar-EG", "zh-Hant-TW", "dv-MV", "en-AE"].map((one) => [one, firstWeekdayOf(one)]));
    expect(first).toEqual({ "en-GB": 1, de: 1, "en-US": 0, en: 0, "pt-BR": 0, "ar-EG": 6, "zh-Hant-TW": 0, "dv-MV": 5, "en-AE": 1 });
  });

  it("writes dates in the locale's order, whatever the computer's time zone", () => {
    const day = dayFromIso("2027-03-15");
    expect(new CalendarLanguage("en-GB").fullDate(day)).toBe("15 Mar 2027");
    expect(new CalendarLanguage("en-US").fullDate(day)).toBe("Mar 15, 2027");
    expect(new CalendarLanguage("de").weekdayName(day)).toBe("Mo");
    expect(new CalendarLanguage("en-GB").range(day, day + 13)).toMatch(/^15\s?–\s?28 March 2027$/);
  });

  it("writes English dates as the browser would", () => {
    const options = { timeZone: "UTC", day: "numeric", year: "numeric" } as const;
    const spaced = (words: string): string => words.replace(/\s/g, " ");
    const first = dayFromIso("2027-12-01");
    for (const locale of ["en-GB", "en-US", "en"]) {
      const language = new CalendarLanguage(locale);
      const full = new Intl.DateTimeFormat(locale, { ...options, month: "short" });
      const short = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short" });
      const weekday = new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short" });
      const long = new Intl.DateTimeFormat(locale, { ...options, month: "long" });
      for (let day = first; day < first + 400; day += 1) {
        const date = dateOfDay(day);
        expect([language.fullDate(day), language.shortDate(day)]).toEqual([full.format(date), short.format(date)]);
        expect(language.weekdayName(day)).toBe(weekday.format(date));
        for (const nights of [0, 6, 13, 40]) {
          expect(language.range(day, day + nights)).toBe(spaced(long.formatRange(date, dateOfDay(day + nights))));
        }
      }
    }
  });

  it("writes Portuguese dates as the browser would, but for weekdays", () => {
    const options = { timeZone: "UTC", day: "numeric" } as const;
    const spaced = (words: string): string => words.replace(/\s/g, " ");
    const first = dayFromIso("2027-12-01");
    const brazilian = new CalendarLanguage("pt-BR");
    for (const locale of ["pt-PT", "pt-BR", "pt"]) {
      const language = new CalendarLanguage(locale);
      const full = new Intl.DateTimeFormat(locale, { ...options, month: "short", year: "numeric" });
      const short = new Intl.DateTimeFormat(locale, { ...options, month: "short" });
      for (let day = first; day < first + 400; day += 1) {
        const date = dateOfDay(day);
        expect([language.fullDate(day), language.shortDate(day)]).toEqual([full.format(date), short.format(date)]);
        expect(language.range(day, day + 13)).toBe(brazilian.range(day, day + 13));
      }
    }
    const weekday = new Intl.DateTimeFormat("pt-BR", { timeZone: "UTC", weekday: "short" });
    for (let day = first; day < first + 60; day += 1) {
      const date = dateOfDay(day);
      expect(`${brazilian.weekdayName(day)}.`).toBe(weekday.format(date));
      for (const nights of [0, 6, 13, 40]) {
        const end = dateOfDay(day + nights);
        const sameMonth = date.getUTCMonth() === end.getUTCMonth();
        const browser = new Intl.DateTimeFormat("pt-BR", { ...options, month: sameMonth ? "long" : "short", year: "numeric" });
        expect(brazilian.range(day, day + nights)).toBe(spaced(browser.formatRange(date, end)));
      }
    }
  });

  it("writes money with the digits of its currency", () => {
    const english = new CalendarLanguage("en-GB");
    expect(english.money(1250, "EUR")).toBe("€12.50");
    expect(english.money(1250, "JPY")).toBe("JP¥1,250");
    expect(new CalendarLanguage("pt-PT").money(123450, "EUR").replace(/\s/g, " ")).toBe("1234,50 €");
  });
});
