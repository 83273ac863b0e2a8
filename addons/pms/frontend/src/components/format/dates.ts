/** Nights and instants: arithmetic on `YYYY-MM-DD`, the reader's wording, and the property's clock. */
import type { Instant, IsoDate } from "../../api/types";
import { t, tn } from "../../language/translate";
import { readerLocale } from "./locale";

const DAY = 86_400_000;

function utc(date: IsoDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

export function isIsoDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text).getTime()) && utc(text).toISOString().startsWith(text);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(utc(date).getTime() + days * DAY).toISOString().slice(0, 10);
}

/** Nights between arrival and departure; negative when they are the wrong way round. */
export function nightsBetween(checkInDate: IsoDate, checkOutDate: IsoDate): number {
  return Math.round((utc(checkOutDate).getTime() - utc(checkInDate).getTime()) / DAY);
}

/** "Mon, 15 Mar 2027" */
export function formatDate(date: IsoDate, locale = readerLocale()): string {
  const format = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, format).format(utc(date));
}

/** "15 – 18 Mar 2027" */
export function formatStay(checkInDate: IsoDate, checkOutDate: IsoDate, locale = readerLocale()): string {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return format.formatRange(utc(checkInDate), utc(checkOutDate));
}

/** "3 nights", "1 night"; "day use" for none. */
export function formatNights(nights: number): string {
  return nights === 0 ? t("Day use") : tn("{count} night", "{count} nights", nights);
}

/** "15 Mar 2027, 18:00" in the property's zone. */
export function formatInstant(instant: Instant, timeZone: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(instant));
}

/** What a `datetime-local` input shows for an instant: the wall clock of the property, "2027-03-15T18:00". */
export function toWallClock(instant: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "00";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/**
 * The instant at which the property's clock shows `wallClock`.
 *
 * A time that the spring change skips becomes the one an hour later; of a time that comes twice in autumn, the first.
 * Returns null when the text is no date and time.
 */
export function fromWallClock(wallClock: string, timeZone: string): Instant | null {
  const asUtc = Date.parse(`${wallClock}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(wallClock) || Number.isNaN(asUtc)) return null;
  const offset = (at: number) => Date.parse(`${toWallClock(new Date(at).toISOString(), timeZone)}Z`) - Math.floor(at / 60_000) * 60_000;
  const before = offset(asUtc - DAY);
  const after = offset(asUtc + DAY);
  const shows = (at: number) => offset(at) + at === asUtc;
  const candidates = [asUtc - before, asUtc - after].sort((one, other) => one - other);
  const found = candidates.find(shows) ?? asUtc - before;
  return new Date(found).toISOString().replace(".000Z", "Z");
}
