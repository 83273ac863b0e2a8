import type { LaneRow, RoomRow } from "../layout/rows";
import { firstEndingAfter } from "../layout/spans";
import { barOf } from "../layout/scale";
import { t } from "../../language/translate";
import { conditionWords } from "../../state/words";
import type { Closure, Segment } from "../../state/model";
import { ChipView } from "./chip";
import { ClosureView } from "./closure";
import { element } from "./elements";
import type { Surface } from "./surface";

const rowTemplate = element(
  "div",
  "board-row",
  { role: "row" },
  element("div", "board-rowheader", { role: "rowheader", "aria-colindex": "1" }, " "),
);
const labelTemplate = element("div", "board-label", {}, element("b", "", {}, " "), element("i", "", {}, " "));

/** Which elements of a row show something; the others are hidden and wait. */
interface Filling {
  chips: number;
  closures: number;
}

/**
 * The row of a room, or the lane of stays without a room. What is seen of its label lies in the sticky column, which
 * scrolls much cheaper than a sticky label in each row; what is spoken is the row's own empty header.
 */
export class RoomRowView {
  readonly element = rowTemplate.cloneNode(true) as HTMLElement;
  readonly label = labelTemplate.cloneNode(true) as HTMLElement;
  key = "";
  private readonly header = this.element.firstChild as HTMLElement;
  private readonly headerWords = this.header.firstChild as Text;
  private readonly name = this.label.firstChild!.firstChild as Text;
  private readonly note = this.label.lastChild!.firstChild as Text;
  private readonly chips: ChipView[] = [];
  private readonly closures: ClosureView[] = [];
  private filled: Filling = { chips: 0, closures: 0 };

  chipOf(segmentId: string): ChipView | undefined {
    return this.chips.find(({ segment }) => segment?.id === segmentId);
  }

  /** Turns this element into the row at `index` of the plan. */
  take(row: RoomRow | LaneRow, index: number, surface: Surface): void {
    this.key = row.key;
    const { tops } = surface.rows.plan;
    const top = tops[index]!;
    const place = `translateY(${top}px)`;
    const height = `${tops[index + 1]! - top}px`;
    for (const part of [this.element, this.label]) {
      part.style.transform = place;
      part.style.height = height;
    }
    this.element.setAttribute("aria-rowindex", String(index + 2));
    if (row.kind === "room") this.nameRoom(row, surface);
    else this.nameLane(row, surface);
  }

  /** Draws the stays and closures of the shown nights; one reaches half a column into the day it ends on. */
  fill(surface: Surface): void {
    const { store, scale, window, rows } = surface;
    const firstDay = scale.firstDay + window.firstColumn;
    const lastDay = scale.firstDay + window.lastColumn;
    const filled: Filling = { chips: 0, closures: 0 };
    const isLane = this.key.startsWith("lane:");
    const segments = store.row(this.key);
    if (isLane) this.note.data = segments.length === 0 ? "" : String(segments.length);
    // In a lane stays overlap, so that their ends are not in order and every one has to be looked at.
    for (let place = isLane ? 0 : firstEndingAfter(segments, firstDay - 1); place < segments.length; place += 1) {
      const segment = segments[place]!;
      if (segment.start > lastDay) break;
      if (segment.end >= firstDay) this.showStay(segment, isLane ? (rows.levels.get(segment.id) ?? 0) : null, filled, surface);
    }
    if (!isLane) {
      for (const closure of store.closuresIn(this.key)) {
        if (closure.end >= firstDay && closure.start <= lastDay) this.showClosure(closure, filled, surface);
      }
    }
    for (let place = filled.chips; place < this.filled.chips; place += 1) this.chips[place]!.hide();
    for (let place = filled.closures; place < this.filled.closures; place += 1) this.closures[place]!.hide();
    this.filled = filled;
  }

  /** Shows whether the dragged stay would fit; null while nothing is dragged. */
  mark(fits: boolean | null): void {
    this.label.classList.toggle("fits", fits === true);
    this.label.classList.toggle("fits-not", fits === false);
  }

  /** Out of sight, until it is taken again. */
  park(): void {
    this.key = "";
    for (const part of [this.element, this.label]) part.style.transform = "translateY(-9999px)";
    this.element.removeAttribute("data-room-id");
    for (const chip of this.chips) chip.hide();
    for (const closure of this.closures) closure.hide();
    this.filled = { chips: 0, closures: 0 };
  }

  private showStay(segment: Segment, level: number | null, filled: Filling, surface: Surface): void {
    const bar = barOf(surface.scale, segment.start, segment.end);
    if (bar === null) return;
    let chip = this.chips[filled.chips];
    if (chip === undefined) {
      chip = new ChipView();
      this.chips.push(chip);
      this.element.append(chip.element);
    }
    chip.show(segment, bar, level, surface);
    filled.chips += 1;
  }

  private showClosure(closure: Closure, filled: Filling, surface: Surface): void {
    const bar = barOf(surface.scale, closure.start, closure.end);
    if (bar === null) return;
    let view = this.closures[filled.closures];
    if (view === undefined) {
      view = new ClosureView();
      this.closures.push(view);
      this.element.append(view.element);
    }
    view.show(closure, bar, surface);
    filled.closures += 1;
  }

  private nameRoom(row: RoomRow, surface: Surface): void {
    const room = surface.store.room(row.roomId);
    if (room === undefined) return;
    const type = surface.store.roomType(room.roomTypeId);
    const condition = room.status === "OUT_OF_ORDER" ? "OUT_OF_ORDER" : room.condition;
    const words = conditionWords[condition];
    this.name.data = room.number;
    this.headerWords.data = room.number;
    this.note.data = words;
    this.label.className = `board-label room ${condition}${room.status === "OCCUPIED" ? " occupied" : ""}`;
    this.element.className = "board-row";
    this.element.setAttribute("data-room-id", room.id);
    const name = t("Room {number}, {type}, {condition}", { number: room.number, type: type?.name ?? "", condition: words });
    this.element.setAttribute("aria-label", name);
    this.header.setAttribute("aria-label", name);
  }

  private nameLane(row: LaneRow, surface: Surface): void {
    const type = surface.store.roomType(row.roomTypeId);
    this.name.data = t("Unassigned");
    this.headerWords.data = type?.name ?? "";
    this.label.className = `board-label lane${row.levelCount > 0 ? " waiting" : ""}`;
    this.element.className = "board-row lane";
    this.element.removeAttribute("data-room-id");
    const name = t("{type}, stays without a room", { type: type?.name ?? "" });
    this.element.setAttribute("aria-label", name);
    this.header.setAttribute("aria-label", name);
  }
}
