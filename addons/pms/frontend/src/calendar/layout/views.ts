import { type Day, daysInMonth, startOfMonth, startOfWeek } from "./days";

/** The four ways to look at the same grid: they differ in how many nights share the width. */
export type ViewName = "day" | "week" | "twoWeeks" | "month";

export const VIEW_NAMES: readonly ViewName[] = ["day", "week", "twoWeeks", "month"];

export interface DayRange {
  readonly firstDay: Day;
  readonly dayCount: number;
}

/** The nights a view shows when it is asked to contain `anchor`. */
export function rangeOfView(view: ViewName, anchor: Day, firstWeekday: number): DayRange {
  switch (view) {
    case "day":
      return { firstDay: anchor, dayCount: 1 };
    case "week":
      return { firstDay: startOfWeek(anchor, firstWeekday), dayCount: 7 };
    case "twoWeeks":
      return { firstDay: startOfWeek(anchor, firstWeekday), dayCount: 14 };
    case "month":
      return { firstDay: startOfMonth(anchor), dayCount: daysInMonth(anchor) };
  }
}

/** The anchor one page before (-1) or after (+1). Two weeks step by one week, so that a stay never falls out of sight. */
export function stepAnchor(view: ViewName, anchor: Day, direction: 1 | -1): Day {
  if (view === "day") return anchor + direction;
  if (view === "month") return direction === 1 ? startOfMonth(anchor) + daysInMonth(anchor) : startOfMonth(startOfMonth(anchor) - 1);
  return anchor + 7 * direction;
}

/** Narrower than this a one-night chip shows no name. */
export const NARROWEST_COLUMN = 60;

/** Column width that fills `width` pixels, or the narrowest one that can still be read (the grid then scrolls sideways). */
export function columnWidthFor(dayCount: number, width: number): number {
  return Math.max(NARROWEST_COLUMN, Math.floor(width / dayCount));
}
