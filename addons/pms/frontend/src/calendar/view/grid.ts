import { arrangeRows } from "../../state/board-rows";
import type { BoardChange, BoardStore } from "../../state/board-store";
import type { CalendarLanguage } from "../../state/calendar-language";
import type { Selection } from "../../state/selection";
import { PARKING_KEY, type Segment } from "../../state/model";
import { t } from "../../language/translate";
import { type Day, weekdayOf } from "../layout/days";
import { heightOfRow, planHeight, planRows } from "../layout/rows";
import { contentWidth, leftOfDay, type Scale } from "../layout/scale";
import { columnWidthFor, type DayRange } from "../layout/views";
import { CALM_OVERSCAN, sameColumns, stillCovers, type Viewport, windowFor } from "../layout/window";
import type { ChipView } from "./chip";
import { DragLayer } from "./drag-layer";
import { element } from "./elements";
import { GridHeader } from "./grid-header";
import { measureChipFont } from "./measure";
import { ParkingView } from "./parking";
import { RowPool } from "./row-pool";
import type { BoardMetrics, Surface } from "./surface";

export interface GridOptions {
  readonly store: BoardStore;
  readonly selection: Selection;
  readonly language: CalendarLanguage;
  readonly metrics: BoardMetrics;
  readonly range: DayRange;
  readonly collapsed: Set<string>;
  readonly onToggle: (roomTypeId: string) => void;
}

/** The grid itself: one native scroller in which only the rows and nights in sight exist. */
export class BoardGrid {
  readonly element = element("div", "board-grid", { role: "grid", tabindex: "0", "aria-multiselectable": "true", "aria-label": t("Reservations calendar") });
  readonly surface: Surface;
  readonly rowPool: RowPool;
  readonly parking = new ParkingView();
  readonly dragLayer: DragLayer;
  range: DayRange;
  /** The scroller's offsets and size, kept from events so that no frame has to ask for a layout. */
  viewport: Viewport = { top: 0, left: 0, width: 0, height: 0 };
  private readonly header = new GridHeader();
  private readonly body = element("div", "board-body", { role: "presentation" });
  private readonly side = element("div", "board-side", { "aria-hidden": "true" });
  private readonly columns = element("div", "board-columns", { "aria-hidden": "true" });
  private readonly size = { width: 0, height: 0 };
  private pinned: string | null = null;
  private settling = 0;
  /** Until somebody scrolls, the rows in sight are enough; the first frame of a scroll draws those around them. */
  private scrolled = false;

  constructor(
    host: HTMLElement,
    private readonly options: GridOptions,
  ) {
    const { store, selection, language, metrics, range } = options;
    this.range = range;
    for (const [name, value] of Object.entries(metrics)) this.element.style.setProperty(`--${name}`, `${value}px`);
    // Measured while it is empty: the page lays out one box for it, and not the whole board twice.
    host.append(this.element);
    this.readSize();
    this.surface = {
      store,
      language,
      metrics,
      measure: measureChipFont(host),
      scale: { ...range, columnWidth: 100 },
      rows: { plan: planRows([], metrics), levels: new Map(), parkingLevels: 0 },
      window: { firstRow: 0, lastRow: -1, firstColumn: 0, lastColumn: -1, firstWholeColumn: 0, fast: false },
      activeSegmentId: null,
      lifted: new Set(),
      selection,
      found: null,
    };
    this.rowPool = new RowPool(this.body, this.side, options.onToggle);
    this.dragLayer = new DragLayer(this.body, this.parking.element);
    this.body.prepend(this.columns, this.side);
    this.element.append(this.header.element, this.body, this.parking.element);
    this.fitViewport();
    this.setRange(range);
    this.element.addEventListener("scroll", () => this.onScroll(), { passive: true });
    new ResizeObserver(() => this.onResize()).observe(this.element);
    store.subscribe((change) => this.onChange(change));
    selection.subscribe((ids) => this.redrawRowsOf(ids.flatMap((id) => store.segmentsOf(id))));
  }

  /** Shows other nights. */
  setRange(range: DayRange): void {
    this.range = range;
    const { surface } = this;
    surface.scale = this.scaleFor(range);
    surface.rows = arrangeRows(surface.store, this.options.collapsed, range, surface.metrics);
    this.header.setRange(surface);
    this.columns.replaceChildren();
    this.element.setAttribute("aria-colcount", String(range.dayCount + 1));
    this.resizeBody();
    this.parking.show(surface);
    this.fitViewport();
    this.rowPool.rearrange(surface);
    this.draw(true);
  }

  /** Folds or unfolds; rows and lanes are arranged anew. */
  rearrange(): void {
    const { surface } = this;
    surface.rows = arrangeRows(surface.store, this.options.collapsed, this.range, surface.metrics);
    this.resizeBody();
    this.parking.show(surface);
    this.fitViewport();
    this.rowPool.rearrange(surface);
    this.draw(true);
  }

  /** Draws the rows of these segments again, e.g. because one is lifted now. */
  redrawRowsOf(segments: readonly Segment[]): void {
    this.redrawRows(new Set(segments.map((segment) => this.surface.store.rowKey(segment))));
  }

  redrawRows(keys: ReadonlySet<string>): void {
    this.rowPool.fill(keys, this.surface);
    if (keys.has(PARKING_KEY)) this.parking.show(this.surface);
  }

  redrawAll(): void {
    this.draw(true);
    this.parking.show(this.surface);
  }

  /** The chip that shows a segment, when its row and nights are in the page. */
  chipOf(segment: Segment): ChipView | undefined {
    const key = this.surface.store.rowKey(segment);
    return key === PARKING_KEY ? this.parking.chipOf(segment.id) : this.rowPool.chipOf(key, segment.id);
  }

  /** Keeps the row with the keyboard on it in the page, however far it is scrolled away. */
  pin(rowKey: string | null): void {
    this.pinned = rowKey;
  }

  scrollBy(dx: number, dy: number): void {
    this.element.scrollBy(dx, dy);
    this.onScroll();
  }

  /** Scrolls as little as is needed to show a row and a night. */
  reveal(rowKey: string, day: Day): void {
    const { rows, scale } = this.surface;
    const index = rows.plan.indexByKey.get(rowKey);
    const { viewport } = this;
    let { top, left } = viewport;
    if (index !== undefined) {
      const rowTop = rows.plan.tops[index]!;
      const rowBottom = rowTop + heightOfRow(rows.plan, index);
      if (rowTop < top) top = rowTop;
      else if (rowBottom > top + viewport.height) top = rowBottom - viewport.height;
    }
    const dayLeft = leftOfDay(scale, Math.max(day, scale.firstDay));
    if (dayLeft < left) left = dayLeft;
    else if (dayLeft + scale.columnWidth > left + viewport.width) left = dayLeft + scale.columnWidth - viewport.width;
    if (top === viewport.top && left === viewport.left) return;
    this.scrolled = true;
    this.element.scrollTo(left, top);
    this.jumped();
  }

  /** Scrolls sideways so that a night is in sight with two nights before it. */
  revealDay(day: Day): void {
    const { scale } = this.surface;
    if (contentWidth(scale) <= this.viewport.width) return;
    this.element.scrollLeft = Math.max(0, leftOfDay(scale, day - 2));
    this.jumped();
  }

  private scaleFor({ firstDay, dayCount }: DayRange): Scale {
    return { firstDay, dayCount, columnWidth: columnWidthFor(dayCount, this.viewport.width) };
  }

  /** Reads the scroller's size: once at the start and when it was resized. */
  private readSize(): void {
    this.size.width = this.element.clientWidth;
    this.size.height = this.element.clientHeight;
  }

  /** The part of the scroller that is left between header, labels and parking row. */
  private fitViewport(): void {
    const { labelWidth, headHeight, parkingHeight } = this.surface.metrics;
    const width = Math.max(200, this.size.width - labelWidth);
    const height = Math.max(100, this.size.height - headHeight - Math.max(this.parking.height, parkingHeight));
    this.viewport = { ...this.viewport, width, height };
  }

  private onResize(): void {
    const { width, height } = this.viewport;
    this.scrolled = true;
    this.readSize();
    this.fitViewport();
    if (this.viewport.width !== width) this.setRange(this.range);
    else if (this.viewport.height !== height) this.draw(false);
  }

  private onScroll(): void {
    const speed = this.element.scrollTop - this.viewport.top;
    this.scrolled = true;
    this.viewport = { ...this.viewport, top: this.element.scrollTop, left: this.element.scrollLeft };
    this.draw(false, speed);
  }

  /** A jump has no speed: what is there now is what is drawn. */
  private jumped(): void {
    this.viewport = { ...this.viewport, top: this.element.scrollTop, left: this.element.scrollLeft };
    this.draw(false);
  }

  private draw(refill: boolean, speed = 0): void {
    const { surface } = this;
    const wanted = windowFor(surface.rows.plan, surface.scale, this.viewport, speed, this.scrolled ? CALM_OVERSCAN : 0);
    if (!refill && stillCovers(surface.window, wanted, surface.rows.plan.rows.length)) return;
    const columnsChanged = !sameColumns(surface.window, wanted);
    const slowedDown = surface.window.fast && !wanted.fast;
    surface.window = wanted;
    if (columnsChanged || refill) this.drawColumns(surface);
    this.rowPool.show(surface, refill || columnsChanged || slowedDown, this.pinned);
    if (wanted.fast) this.settleSoon();
  }

  /** After a fast scroll, names are written once it has been still for two frames. */
  private settleSoon(): void {
    cancelAnimationFrame(this.settling);
    this.settling = requestAnimationFrame(() => {
      this.settling = requestAnimationFrame(() => this.draw(true));
    });
  }

  private onChange({ rows, structure }: BoardChange): void {
    const { surface } = this;
    this.header.setFigures(surface);
    if (structure || rows === "all") return this.rearrange();
    const before = surface.rows;
    const arranged = arrangeRows(surface.store, this.options.collapsed, this.range, surface.metrics);
    surface.rows = arranged;
    const moved = planHeight(before.plan) !== planHeight(arranged.plan) || before.parkingLevels !== arranged.parkingLevels;
    if (moved || arranged.plan.tops.some((top, index) => top !== before.plan.tops[index])) return this.rearrange();
    const groups = [...rows].map((key) => this.groupOf(key));
    this.redrawRows(new Set([...rows, ...groups]));
  }

  /** The header of the type a row belongs to: its free rooms change with the row. */
  private groupOf(key: string): string {
    const { plan } = this.surface.rows;
    const row = plan.rows[plan.indexByKey.get(key) ?? -1];
    return row === undefined ? "" : `group:${row.roomTypeId}`;
  }

  private resizeBody(): void {
    const { scale, rows, metrics } = this.surface;
    this.body.style.height = `${planHeight(rows.plan)}px`;
    this.body.style.width = `${metrics.labelWidth + contentWidth(scale)}px`;
    this.element.setAttribute("aria-rowcount", String(rows.plan.rows.length + 2));
  }

  /** Makes the dates and lines up to the last night in sight; scrolling sideways adds the others. */
  private drawColumns(surface: Surface): void {
    const { scale, metrics, store, window } = surface;
    this.header.reach(window.lastColumn, surface);
    const lines = document.createDocumentFragment();
    for (let column = this.columns.childElementCount; column <= window.lastColumn; column += 1) {
      const day = scale.firstDay + column;
      const line = element("i", `${weekdayOf(day) % 6 === 0 ? "weekend" : ""}${day === store.businessDate ? " today" : ""}`);
      line.style.left = `${metrics.labelWidth + column * scale.columnWidth}px`;
      line.style.width = `${scale.columnWidth}px`;
      lines.append(line);
    }
    this.columns.append(lines);
  }
}
