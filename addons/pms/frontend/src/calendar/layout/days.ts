/**
 * Nights as whole numbers.
 *
 * A night is a date in the property's own calendar and has no time zone, so the board counts it as days since
 * 1970-01-01. Ranges are half-open: a stay of two nights from day 10 is [10, 12).
 */
export type Day = number;

const MILLISECONDS_PER_DAY = 86_400_000;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day of an ISO date, e.g. "2027-03-15". Throws RangeError on anything else. */
export function dayFromIso(text: string): Day {
  const match = ISO_DATE.exec(text);
  const milliseconds = match ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new RangeError(`Not a date: ${text}`);
  return milliseconds / MILLISECONDS_PER_DAY;
}

/** The ISO date of a day. */
export function isoFromDay(day: Day): string {
  return dateOfDay(day).toISOString().slice(0, 10);
}

/** The day as a Date at midnight UTC, for Intl formatters that are set to UTC. */
export function dateOfDay(day: Day): Date {
  return new Date(day * MILLISECONDS_PER_DAY);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The latest day on or before `day` that falls on `firstWeekday` (0 = Sunday). */
export function startOfWeek(day: Day, firstWeekday: number): Day {
  return day - ((weekdayOf(day) - firstWeekday + 7) % 7);
}

/** The first day of the month that `day` lies in. */
export function startOfMonth(day: Day): Day {
  return dayFromIso(`${isoFromDay(day).slice(0, 8)}01`);
}

/** How many days the month of `day` has. */
export function daysInMonth(day: Day): number {
  return startOfMonth(startOfMonth(day) + 31) - startOfMonth(day);
}
