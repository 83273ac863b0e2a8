import { type Day, dateOfDay } from "../calendar/layout/days";

/** How a property's staff read dates: words, order and the first day of the week come from the locale. */
export class CalendarLanguage {
  readonly firstWeekday: number;
  private readonly full: (day: Day) => string;
  private readonly short: (day: Day) => string;
  private readonly weekday: (day: Day) => string;
  private readonly title: (day: Day) => string;
  private readonly ranges: Intl.DateTimeFormat;

  constructor(readonly locale: string) {
    this.firstWeekday = firstWeekdayOf(locale);
    this.full = remembered(locale, { day: "numeric", month: "short", year: "numeric" });
    this.short = remembered(locale, { day: "numeric", month: "short" });
    this.weekday = remembered(locale, { weekday: "short" });
    this.title = remembered(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    this.ranges = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
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

  /** "Monday, 15 March 2027" */
  longDate(day: Day): string {
    return this.title(day);
  }

  /** "15 – 28 March 2027" */
  range(first: Day, last: Day): string {
    return first === last ? this.title(first) : this.ranges.formatRange(dateOfDay(first), dateOfDay(last));
  }

  /** Minor units to "€ 12.50", with as many digits as the currency has. */
  money(amount: number, currency: string): string {
    const format = new Intl.NumberFormat(this.locale, { style: "currency", currency });
    return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  }
}

/** Formatting a date costs more than drawing a chip, and the same few dates come again and again. */
function remembered(locale: string, options: Intl.DateTimeFormatOptions): (day: Day) => string {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  const known = new Map<Day, string>();
  return (day) => {
    let words = known.get(day);
    if (words === undefined) {
      words = format.format(dateOfDay(day));
      known.set(day, words);
    }
    return words;
  };
}

interface WeekInfoLocale {
  getWeekInfo?(): { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** 0 = Sunday. Browsers without week data get Monday, the ISO 8601 rule. */
function firstWeekdayOf(locale: string): number {
  const words = new Intl.Locale(locale) as Intl.Locale & WeekInfoLocale;
  const firstDay = (words.getWeekInfo?.() ?? words.weekInfo)?.firstDay ?? 1;
  return firstDay % 7;
}
