import type { Day } from "../calendar/layout/days";
import { type DateWords, dateWordsOf } from "./date-words";
import { firstWeekdayOf } from "./first-weekday";

/** How a property's staff read dates: words, order and the first day of the week come from the locale. */
export class CalendarLanguage {
  readonly firstWeekday: number;
  private readonly dates: DateWords;
  private readonly fullDates = new Map<Day, string>();

  constructor(readonly locale: string) {
    this.firstWeekday = firstWeekdayOf(locale);
    this.dates = dateWordsOf(locale);
  }

  /** "15 Mar 2027"; remembered, because every chip says two dates and most chips share them. */
  fullDate(day: Day): string {
    let words = this.fullDates.get(day);
    if (words === undefined) {
      words = this.dates.full(day);
      this.fullDates.set(day, words);
    }
    return words;
  }

  /** "15 Mar" */
  shortDate(day: Day): string {
    return this.dates.short(day);
  }

  /** "Mon" */
  weekdayName(day: Day): string {
    return this.dates.weekday(day);
  }

  /** "15 – 28 March 2027", or one date. */
  range(first: Day, last: Day): string {
    return this.dates.range(first, last);
  }

  /** Minor units to "€12.50", with as many digits as the currency has. */
  money(amount: number, currency: string): string {
    const format = new Intl.NumberFormat(this.locale, { style: "currency", currency });
    return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  }
}
