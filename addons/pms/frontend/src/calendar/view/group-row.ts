import { freeRooms } from "../../state/free-rooms";
import { t, tn } from "../../language/translate";
import type { GroupRow } from "../layout/rows";
import { element } from "./elements";
import type { Surface } from "./surface";

interface Cell {
  readonly element: HTMLElement;
  readonly words: Text;
}

/** The header of a room type: its name, a button that folds it, and how many of its rooms are free each night. */
export class GroupRowView {
  readonly element = element("div", "board-row group", { role: "row" });
  readonly label = element("div", "board-label group", { role: "rowheader", "aria-colindex": "1" });
  key = "";
  private roomTypeId = "";
  private readonly name = new Text();
  private readonly note = new Text();
  private readonly button = element("button", "group-toggle", { type: "button", tabindex: "-1" });
  private readonly cells: Cell[] = [];
  private used = 0;

  constructor(onToggle: (roomTypeId: string) => void) {
    this.button.append(element("b", "", {}, this.name), element("i", "", {}, this.note));
    this.button.addEventListener("click", () => onToggle(this.roomTypeId));
    this.label.append(this.button);
    this.element.append(this.label);
  }

  take(row: GroupRow, index: number, surface: Surface): void {
    this.key = row.key;
    this.roomTypeId = row.roomTypeId;
    this.element.style.transform = `translateY(${surface.rows.plan.tops[index]!}px)`;
    this.element.setAttribute("aria-rowindex", String(index + 2));
    const name = surface.store.roomType(row.roomTypeId)?.name ?? "";
    const count = surface.store.roomsOfType(row.roomTypeId).length;
    const folded = surface.rows.plan.rows[index + 1]?.kind !== "lane";
    this.name.data = name;
    this.note.data = String(count);
    const what = folded ? t("Show rooms of {type}", { type: name }) : t("Hide rooms of {type}", { type: name });
    this.button.title = `${tn("{count} room", "{count} rooms", count)}. ${what}`;
    this.button.setAttribute("aria-expanded", String(!folded));
    this.element.setAttribute("aria-label", name);
  }

  fill(surface: Surface): void {
    const { scale, window, store, language, metrics } = surface;
    const { firstColumn, lastColumn } = window;
    const count = lastColumn - firstColumn + 1;
    const free = freeRooms(store, this.roomTypeId, scale.firstDay + firstColumn, count);
    const type = store.roomType(this.roomTypeId)?.name ?? "";
    for (let place = 0; place < count; place += 1) {
      const { element: cell, words } = (this.cells[place] ??= this.addCell());
      const day = scale.firstDay + firstColumn + place;
      const rooms = free[place]!;
      cell.hidden = false;
      cell.style.left = `${metrics.labelWidth + (firstColumn + place) * scale.columnWidth}px`;
      cell.style.width = `${scale.columnWidth}px`;
      cell.className = rooms < 0 ? "free-count over" : rooms === 0 ? "free-count none" : "free-count";
      words.data = String(rooms);
      cell.id = `free-${this.roomTypeId}-${day}`;
      cell.setAttribute("aria-label", tn("{count} {type} free on {date}", "{count} {type} free on {date}", rooms, { type, date: language.fullDate(day) }));
      cell.setAttribute("aria-colindex", String(firstColumn + place + 2));
    }
    for (let place = count; place < this.used; place += 1) this.cells[place]!.element.hidden = true;
    this.used = count;
  }

  park(): void {
    this.key = "";
    this.element.style.transform = "translateY(-9999px)";
  }

  private addCell(): Cell {
    const words = new Text();
    const cell = element("div", "free-count", { role: "gridcell" }, words);
    this.element.append(cell);
    return { element: cell, words };
  }
}
