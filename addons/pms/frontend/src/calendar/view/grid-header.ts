import { dateOfDay, type Day, weekdayOf } from "../layout/days";
import { contentWidth, type Scale } from "../layout/scale";
import { t, tn } from "../../language/translate";
import type { CalendarLanguage } from "../../state/calendar-language";
import type { Night } from "../../state/model";
import { element } from "./elements";
import type { Surface } from "./surface";

const template = element(
  "div",
  "board-day",
  { role: "columnheader" },
  element("span", "day-date", {}, " "),
  element("span", "day-figures", {}, " "),
  element("span", "day-traffic", {}, " "),
);

interface DayColumn {
  readonly cell: HTMLElement;
  readonly figures: Text;
  readonly traffic: Text;
}

/** The sticky row of dates: weekday, date, how full the house is, what comes and goes. */
export class GridHeader {
  readonly element = element("div", "board-head", { role: "row", "aria-rowindex": "1" });
  private readonly corner = element("div", "board-corner", { role: "columnheader", "aria-colindex": "1" });
  private days: DayColumn[] = [];

  constructor() {
    this.corner.textContent = t("Room");
    this.element.append(this.corner);
  }

  /** Starts a new range; its columns are made as they come into sight. */
  setRange(surface: Surface): void {
    const { scale, metrics } = surface;
    this.element.style.width = `${metrics.labelWidth + contentWidth(scale)}px`;
    for (const { cell } of this.days) cell.remove();
    this.days = [];
  }

  /** Makes the columns up to this one, as far as they are missing. */
  reach(lastColumn: number, surface: Surface): void {
    const first = this.days.length;
    if (lastColumn < first) return;
    for (let column = first; column <= lastColumn; column += 1) {
      this.days.push(this.dayColumn(surface.scale.firstDay + column, column, surface));
    }
    this.element.append(...this.days.slice(first).map(({ cell }) => cell));
    this.setFigures(surface, first);
  }

  /** Writes the figures of the nights that are loaded. */
  setFigures(surface: Surface, first = 0): void {
    const { scale, store } = surface;
    this.days.slice(first).forEach(({ cell, figures, traffic }, place) => {
      const column = first + place;
      const day = scale.firstDay + column;
      const night = store.night(day);
      if (night === undefined) return;
      const percent = occupancyPercent(night);
      const { available, arrivals, departures } = night;
      const occupancy = `${percent}%`;
      figures.data = isWide(scale) ? `${occupancy} · ${tn("{count} free", "{count} free", available)}` : occupancy;
      traffic.data = trafficWords(arrivals, departures, scale);
      cell.style.backgroundSize = `${Math.min(100, percent)}% 3px`;
      cell.classList.toggle("sold-out", available <= 0);
      const spoken = this.spoken(day, percent, night, surface);
      cell.setAttribute("aria-label", spoken);
      cell.title = spoken;
    });
  }

  private spoken(day: Day, percent: number, night: Night, { language, store }: Surface): string {
    const { available, arrivals, departures } = night;
    const words = [
      spokenDate(language, day),
      t("{share} occupied", { share: `${percent}%` }),
      tn("{count} room free", "{count} rooms free", available),
      tn("{count} arrival", "{count} arrivals", arrivals),
      tn("{count} departure", "{count} departures", departures),
    ];
    return (day === store.businessDate ? [t("business date"), ...words] : words).join(", ");
  }

  private dayColumn(day: Day, column: number, { language, scale, store }: Surface): DayColumn {
    const isToday = day === store.businessDate;
    const cell = template.cloneNode(true) as HTMLElement;
    const dateLine = cell.firstChild!;
    const figuresLine = dateLine.nextSibling!;
    const traffic = figuresLine.nextSibling!.firstChild as Text;
    const date = scale.columnWidth >= 120 ? language.shortDate(day) : String(dateOfDay(day).getUTCDate());
    cell.className = `board-day${weekdayOf(day) % 6 === 0 ? " weekend" : ""}${isToday ? " today" : ""}`;
    cell.setAttribute("aria-colindex", String(column + 2));
    // Figures bring a longer name.
    if (store.night(day) === undefined) {
      cell.setAttribute("aria-label", isToday ? `${t("Business date")}, ${spokenDate(language, day)}` : spokenDate(language, day));
    }
    cell.style.width = `${scale.columnWidth}px`;
    (dateLine.firstChild as Text).data = `${language.weekdayName(day)} ${date}`;
    return { cell, figures: figuresLine.firstChild as Text, traffic };
  }
}

/** Whether a column has room for words. */
function isWide({ columnWidth }: Scale): boolean {
  return columnWidth >= 84;
}

/** Who comes and who goes. In a narrow column of a large house there is no place for the arrows. */
function trafficWords(arrivals: number, departures: number, scale: Scale): string {
  if (isWide(scale)) return `↓ ${arrivals}   ↑ ${departures}`;
  return Math.max(arrivals, departures) < 100 ? `↓${arrivals} ↑${departures}` : `${arrivals} · ${departures}`;
}

/** Held and sold nights of the rooms that can be sold. */
function occupancyPercent({ held, sold, physical, outOfOrder }: Night): number {
  const rooms = physical - outOfOrder;
  return rooms <= 0 ? 0 : Math.round((100 * (held + sold)) / rooms);
}

/** "Mon 15 Mar 2027" */
function spokenDate(language: CalendarLanguage, day: Day): string {
  return `${language.weekdayName(day)} ${language.fullDate(day)}`;
}
