import { type Day, dateOfDay, weekdayOf } from "../calendar/layout/days";
import { BRAZILIAN, EUROPEAN } from "./portuguese-dates";

/** How one locale writes dates. */
export interface DateWords {
  /** "15 Mar 2027" */
  full(day: Day): string;
  /** "15 Mar" */
  short(day: Day): string;
  /** "Mon" */
  weekday(day: Day): string;
  /** "15 – 28 March 2027", or one date. */
  range(first: Day, last: Day): string;
}

/**
 * The words of a BCP 47 locale. Those of the languages that pages speak are written out (Unicode CLDR 44), since the
 * first formatter that a page makes costs the browser as much as drawing the board; every other locale asks the browser.
 */
export function dateWordsOf(locale: string): DateWords {
  switch (locale) {
    case "en-GB":
      return BRITISH;
    case "en":
    case "en-US":
      return AMERICAN;
    case "pt-PT":
      return EUROPEAN;
    case "pt":
    case "pt-BR":
      return BRAZILIAN;
    default:
      return browserWords(locale);
  }
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const MONTHS_SHORT = MONTHS.map((month) => month.slice(0, 3));
const MONTHS_SHORT_BRITISH = MONTHS_SHORT.map((month) => (month === "Sep" ? "Sept" : month));

const yearOf = (day: Day): number => dateOfDay(day).getUTCFullYear();
const monthOf = (day: Day): number => dateOfDay(day).getUTCMonth();
const dateOf = (day: Day): number => dateOfDay(day).getUTCDate();
const weekday = (day: Day): string => WEEKDAYS[weekdayOf(day)]!;

const BRITISH: DateWords = {
  weekday,
  short: (day) => `${dateOf(day)} ${MONTHS_SHORT_BRITISH[monthOf(day)]!}`,
  full: (day) => `${BRITISH.short(day)} ${yearOf(day)}`,
  range(first, last) {
    const long = (day: Day): string => `${dateOf(day)} ${MONTHS[monthOf(day)]!}`;
    const end = `${long(last)} ${yearOf(last)}`;
    if (first === last) return end;
    if (yearOf(first) !== yearOf(last)) return `${long(first)} ${yearOf(first)} – ${end}`;
    return `${monthOf(first) === monthOf(last) ? dateOf(first) : long(first)} – ${end}`;
  },
};

const AMERICAN: DateWords = {
  weekday,
  short: (day) => `${MONTHS_SHORT[monthOf(day)]!} ${dateOf(day)}`,
  full: (day) => `${AMERICAN.short(day)}, ${yearOf(day)}`,
  range(first, last) {
    const long = (day: Day): string => `${MONTHS[monthOf(day)]!} ${dateOf(day)}`;
    const end = `${long(last)}, ${yearOf(last)}`;
    if (first === last) return end;
    if (yearOf(first) !== yearOf(last)) return `${long(first)}, ${yearOf(first)} – ${end}`;
    return `${long(first)} – ${monthOf(first) === monthOf(last) ? `${dateOf(last)}, ${yearOf(last)}` : end}`;
  },
};

/** Formatters are made on first need; one after the first costs little. */
function browserWords(locale: string): DateWords {
  const formatter = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) => {
    let format: Intl.DateTimeFormat | null = null;
    return () => (format ??= new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
  };
  const full = formatter({ day: "numeric", month: "short", year: "numeric" });
  const short = formatter({ day: "numeric", month: "short" });
  const weekdays = formatter({ weekday: "short" });
  const long = formatter({ day: "numeric", month: "long", year: "numeric" });
  return {
    full: (day) => full().format(dateOfDay(day)),
    short: (day) => short().format(dateOfDay(day)),
    weekday: (day) => weekdays().format(dateOfDay(day)),
    range: (first, last) => long().formatRange(dateOfDay(first), dateOfDay(last)),
  };
}
