import { describe, expect, it } from "vitest";
import { dayFromIso, daysInMonth, isoFromDay, startOfMonth, startOfWeek, weekdayOf } from "../../src/calendar/layout/days";
import { barOf, CHIP_GAP, dayAt, nightsMoved, type Scale } from "../../src/calendar/layout/scale";
import { columnWidthFor, NARROWEST_COLUMN, rangeOfView, stepAnchor } from "../../src/calendar/layout/views";

const monday = dayFromIso("2027-03-15");
const scale: Scale = { firstDay: monday, dayCount: 7, columnWidth: 100 };

describe("days", () => {
  it("counts across the change to summer time and leap days", () => {
    expect(dayFromIso("2027-03-29") - dayFromIso("2027-03-27")).toBe(2);
    expect(isoFromDay(dayFromIso("2028-02-28") + 1)).toBe("2028-02-29");
  });

  it("refuses what is not a date", () => {
    for (const wrong of ["2027-3-15", "15.03.2027", "", "2027-13-01"]) expect(() => dayFromIso(wrong)).toThrow(RangeError);
  });

  it("knows weekdays, weeks and months", () => {
    expect(weekdayOf(monday)).toBe(1);
    expect(startOfWeek(monday + 6, 1)).toBe(monday);
    expect(startOfWeek(monday, 0)).toBe(monday - 1);
    expect(isoFromDay(startOfMonth(monday))).toBe("2027-03-01");
    expect(daysInMonth(dayFromIso("2028-02-11"))).toBe(29);
  });
});

describe("bars", () => {
  it("run from noon to noon, so that a turnover touches and does not overlap", () => {
    const leaving = barOf(scale, monday, monday + 2)!;
    const arriving = barOf(scale, monday + 2, monday + 3)!;
    expect(leaving).toEqual({ left: 50 + CHIP_GAP, width: 200 - 2 * CHIP_GAP, cutAtStart: false, cutAtEnd: false });
    expect(arriving.left - (leaving.left + leaving.width)).toBe(2 * CHIP_GAP);
  });

  it("are cut at the shown nights", () => {
    expect(barOf(scale, monday - 3, monday + 1)).toMatchObject({ left: 0, width: 150 - CHIP_GAP, cutAtStart: true });
    expect(barOf(scale, monday + 6, monday + 9)).toMatchObject({ left: 650 + CHIP_GAP, width: 50 - CHIP_GAP, cutAtEnd: true });
  });

  it("show the departing half of a stay that ends on the first day, and nothing that ended before", () => {
    expect(barOf(scale, monday - 2, monday)).toMatchObject({ left: 0, width: 50 - CHIP_GAP });
    expect(barOf(scale, monday - 3, monday - 1)).toBeNull();
    expect(barOf(scale, monday + 7, monday + 9)).toBeNull();
  });

  it("give a day use half a column of its day", () => {
    expect(barOf(scale, monday + 1, monday + 1)).toMatchObject({ left: 125 + CHIP_GAP, width: 50 - 2 * CHIP_GAP });
  });
});

describe("pixels to dates", () => {
  it("finds the column", () => {
    expect(dayAt(scale, 249)).toBe(monday + 2);
    expect(dayAt(scale, -5)).toBe(monday);
    expect(dayAt(scale, 5000)).toBe(monday + 6);
  });

  it("moves a stay by whole nights", () => {
    expect([49, 51, -49, -51, 260].map((pixels) => nightsMoved(scale, pixels))).toEqual([0, 1, 0, -1, 3]);
    expect(Object.is(nightsMoved(scale, -10), 0)).toBe(true);
  });
});

describe("views", () => {
  it("start on the first weekday of the locale, months on the first", () => {
    expect(rangeOfView("week", monday + 3, 1)).toEqual({ firstDay: monday, dayCount: 7 });
    expect(rangeOfView("twoWeeks", monday + 3, 0)).toEqual({ firstDay: monday - 1, dayCount: 14 });
    expect(rangeOfView("month", monday, 1)).toEqual({ firstDay: dayFromIso("2027-03-01"), dayCount: 31 });
    expect(rangeOfView("day", monday, 1)).toEqual({ firstDay: monday, dayCount: 1 });
  });

  it("step by their own page", () => {
    expect(stepAnchor("week", monday, 1)).toBe(monday + 7);
    expect(isoFromDay(stepAnchor("month", monday, 1))).toBe("2027-04-01");
    expect(isoFromDay(stepAnchor("month", monday, -1))).toBe("2027-02-01");
    expect(stepAnchor("day", monday, -1)).toBe(monday - 1);
  });

  it("fill the width, and scroll sideways rather than become unreadable", () => {
    expect(columnWidthFor(7, 1270)).toBe(181);
    expect(columnWidthFor(31, 1270)).toBe(NARROWEST_COLUMN);
  });
});
