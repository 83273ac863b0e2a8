import { type CellContent, type Cursor, type CursorContext, contentAt, cursorOn } from "../gestures/cursor";
import { freeRooms } from "../../state/free-rooms";
import type { Segment } from "../../state/model";
import { roomWords } from "../../state/stay-words";
import { t, tn } from "../../language/translate";
import { chipId } from "./chip";
import { element } from "./elements";
import type { BoardGrid } from "./grid";

const CURSOR_ID = "board-cursor";

/**
 * Where the keyboard is. The focus stays on the grid and `aria-activedescendant` names the stay or cell, so that
 * recycling rows can never lose it.
 */
export class CursorView {
  cursor: Cursor | null = null;
  private readonly cell = element("div", "board-cursor", { role: "gridcell", id: CURSOR_ID, hidden: "" });
  private markedLabel: HTMLElement | null = null;
  private shownRow = "";

  constructor(private readonly grid: BoardGrid) {
    grid.element.append(this.cell);
  }

  get context(): CursorContext {
    const { store, rows } = this.grid.surface;
    return { store, rows, range: this.grid.range };
  }

  get content(): CellContent | null {
    return this.cursor === null ? null : contentAt(this.context, this.cursor);
  }

  get segment(): Segment | null {
    const { content } = this;
    return content?.kind === "stay" ? content.segment : null;
  }

  /** Where to begin: the first row in sight, on the business date when it is shown. */
  first(): Cursor {
    const { surface, range, viewport } = this.grid;
    const { plan } = surface.rows;
    const row = plan.rows.find((one, index) => one.kind === "room" && plan.tops[index]! >= viewport.top) ?? plan.rows[0];
    const { businessDate } = surface.store;
    const shown = businessDate >= range.firstDay && businessDate < range.firstDay + range.dayCount;
    return { rowKey: row?.key ?? "", level: 0, day: shown ? businessDate : range.firstDay };
  }

  /** Goes to a cell, brings it into sight and names it. */
  goTo(cursor: Cursor): void {
    this.cursor = cursor;
    this.grid.pin(cursor.rowKey);
    this.grid.reveal(cursor.rowKey, cursor.day);
    this.show();
  }

  /** Puts the cursor where a pointer pressed, without scrolling. */
  standOn(segment: Segment): void {
    this.cursor = cursorOn(this.context, segment);
    this.grid.pin(this.cursor.rowKey);
    this.show();
  }

  /** Draws the cursor anew after rows, nights or stays changed. */
  show(): void {
    const { cursor, grid, content } = this;
    if (cursor === null || content === null) return;
    const before = grid.surface.activeSegmentId;
    const segment = content.kind === "stay" ? content.segment : null;
    grid.surface.activeSegmentId = segment?.id ?? null;
    if (before !== grid.surface.activeSegmentId) grid.redrawRows(new Set([this.shownRow, cursor.rowKey]));
    this.shownRow = cursor.rowKey;
    const row = grid.rowPool.get(cursor.rowKey);
    this.cell.hidden = segment !== null || row === undefined;
    this.markedLabel?.classList.remove("active");
    this.markedLabel = row?.label ?? null;
    this.markedLabel?.classList.add("active");
    if (segment !== null && grid.chipOf(segment) !== undefined) {
      grid.element.setAttribute("aria-activedescendant", chipId(segment.id));
    } else if (row !== undefined) {
      this.placeCell(cursor, row.element);
      grid.element.setAttribute("aria-activedescendant", CURSOR_ID);
    } else {
      grid.element.removeAttribute("aria-activedescendant");
    }
  }

  private placeCell(cursor: Cursor, row: HTMLElement): void {
    const { scale, metrics } = this.grid.surface;
    if (this.cell.parentNode !== row) row.append(this.cell);
    this.cell.style.left = `${metrics.labelWidth + (cursor.day - scale.firstDay) * scale.columnWidth}px`;
    this.cell.style.width = `${scale.columnWidth}px`;
    this.cell.setAttribute("aria-colindex", String(cursor.day - scale.firstDay + 2));
    this.cell.setAttribute("aria-label", this.words(cursor));
  }

  private words(cursor: Cursor): string {
    const { store, language } = this.grid.surface;
    const content = contentAt(this.context, cursor);
    const date = language.fullDate(cursor.day);
    if (content.kind === "group") {
      const type = store.roomType(content.roomTypeId)?.name ?? "";
      const [count] = freeRooms(store, content.roomTypeId, cursor.day, 1);
      return tn("{count} {type} free on {date}", "{count} {type} free on {date}", count ?? 0, { type, date });
    }
    const room = roomWords(store, store.room(cursor.rowKey)?.id ?? null);
    return content.kind === "closure" ? t("{room}, {date}, closed", { room, date }) : t("{room}, {date}, free", { room, date });
  }
}
