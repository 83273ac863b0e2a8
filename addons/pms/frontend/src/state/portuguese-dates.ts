/** Portuguese dates, written out for the same reason as the English ones (Unicode CLDR 44). */
import { type Day, dateOfDay, weekdayOf } from "../calendar/layout/days";
import type { DateWords } from "./date-words";

/** Brazil's without the stop, for narrow columns; Portugal's own short weekday is the whole word. */
const WEEKDAYS = ["dom", "seg", "ter", "qua", "qui", "sex", "sáb"];
const MONTHS = ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"];

const yearOf = (day: Day): number => dateOfDay(day).getUTCFullYear();
const monthOf = (day: Day): number => dateOfDay(day).getUTCMonth();
const dateOf = (day: Day): number => dateOfDay(day).getUTCDate();
const weekday = (day: Day): string => WEEKDAYS[weekdayOf(day)]!;

/** "5 de mar." */
const inWords = (day: Day): string => `${dateOf(day)} de ${MONTHS[monthOf(day)]!.slice(0, 3)}.`;
/** "5/03" */
const inFigures = (day: Day): string => `${dateOf(day)}/${String(monthOf(day) + 1).padStart(2, "0")}`;

/** Within a month its whole name, else short ones: whole ones would push the toolbar into a second line. */
function range(first: Day, last: Day): string {
  const sameYear = yearOf(first) === yearOf(last);
  if (sameYear && monthOf(first) === monthOf(last)) {
    const dates = first === last ? dateOf(last) : `${dateOf(first)} – ${dateOf(last)}`;
    return `${dates} de ${MONTHS[monthOf(last)]!} de ${yearOf(last)}`;
  }
  const begin = sameYear ? inWords(first) : BRAZILIAN.full(first);
  return `${begin} – ${BRAZILIAN.full(last)}`;
}

export const BRAZILIAN: DateWords = { weekday, range, short: inWords, full: (day) => `${inWords(day)} de ${yearOf(day)}` };
export const EUROPEAN: DateWords = { weekday, range, short: inFigures, full: (day) => `${inFigures(day)}/${yearOf(day)}` };
