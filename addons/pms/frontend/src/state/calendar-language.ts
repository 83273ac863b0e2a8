import { type Day, dateOfDay, weekdayOf } from "../calendar/layout/days";
import { firstWeekdayOf } from "./first-weekday";

type Options = Intl.DateTimeFormatOptions;

/** How a property's staff read dates: words, order and the first day of the week come from the locale. */
export class CalendarLanguage {
  readonly firstWeekday: number;
  private readonly full: (day: Day) => string;
  private readonly short: (day: Day) => string;
  private readonly weekday: (day: Day) => string;

  constructor(readonly locale: string) {
    this.firstWeekday = firstWeekdayOf(locale);
    this.full = remembered(locale, { day: "numeric", month: "short", year: "numeric" }, (day) => day);
    this.short = remembered(locale, { day: "numeric", month: "short" }, (day) => day);
    this.weekday = remembered(locale, { weekday: "short" }, weekdayOf);
  }

  /** "15 Mar 2027" */
  fullDate(day: Day): string {
    return this.full(day);
  }

  /** "15 Mar" */
  shortDate(day: Day): string {
    return this.short(day);
  }

  /** "Mon" */
  weekdayName(day: Day): string {
    return this.weekday(day);
  }

  /** "15 – 28 March 2027", or one date. */
  range(first: Day, last: Day): string {
    const options: Options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return new Intl.DateTimeFormat(this.locale, options).formatRange(dateOfDay(first), dateOfDay(last));
  }

  /** Minor units to "€12.50", with as many digits as the currency has. */
  money(amount: number, currency: string): string {
    const format = new Intl.NumberFormat(this.locale, { style: "currency", currency });
    return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  }
}

/** Making a formatter and using it both cost more than drawing a chip: made on first need, used once for each date. */
function remembered(locale: string, options: Options, keyOf: (day: Day) => number): (day: Day) => string {
  const known = new Map<number, string>();
  let format: Intl.DateTimeFormat | null = null;
  return (day) => {
    const key = keyOf(day);
    let words = known.get(key);
    if (words === undefined) {
      format ??= new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
      words = format.format(dateOfDay(day));
      known.set(key, words);
    }
    return words;
  };
}
