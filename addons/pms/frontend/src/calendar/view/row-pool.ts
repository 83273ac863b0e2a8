import type { GroupRow } from "../layout/rows";
import type { ChipView } from "./chip";
import { GroupRowView } from "./group-row";
import { RoomRowView } from "./room-row";
import type { Surface } from "./surface";

type RowView = RoomRowView | GroupRowView;

/** The rows that exist in the page. A row that leaves the window becomes another one that enters it. */
export class RowPool {
  private readonly shown = new Map<string, RowView>();
  private readonly freeRooms: RoomRowView[] = [];
  private readonly freeGroups: GroupRowView[] = [];

  constructor(
    private readonly body: HTMLElement,
    private readonly side: HTMLElement,
    private readonly onToggle: (roomTypeId: string) => void,
  ) {}

  get(key: string): RowView | undefined {
    return this.shown.get(key);
  }

  chipOf(rowKey: string, segmentId: string): ChipView | undefined {
    const row = this.shown.get(rowKey);
    return row instanceof RoomRowView ? row.chipOf(segmentId) : undefined;
  }

  /** Keys of the shown rooms and lanes. */
  *targets(): Iterable<RoomRowView> {
    for (const row of this.shown.values()) if (row instanceof RoomRowView) yield row;
  }

  /**
   * Shows the rows of the window.
   *
   * @param refill draw all rows again, not only those that are new
   * @param pinned a row that stays in the page wherever it is, because the keyboard is on it
   */
  show(surface: Surface, refill: boolean, pinned: string | null): void {
    const { plan } = surface.rows;
    const { firstRow, lastRow } = surface.window;
    for (const [key, row] of this.shown) {
      const index = plan.indexByKey.get(key);
      const stays = index !== undefined && ((index >= firstRow && index <= lastRow) || key === pinned);
      if (!stays) this.retire(key, row);
      else if (refill) row.fill(surface);
    }
    const addedRows = document.createDocumentFragment();
    const addedLabels = document.createDocumentFragment();
    for (let index = firstRow; index <= lastRow; index += 1) {
      const key = plan.rows[index]!.key;
      if (this.shown.has(key)) continue;
      const row = this.takeRow(index, surface);
      if (row.element.parentNode === null) {
        addedRows.append(row.element);
        if (row instanceof RoomRowView) addedLabels.append(row.label);
      }
    }
    this.body.append(addedRows);
    this.side.append(addedLabels);
    for (const row of [...this.freeRooms, ...this.freeGroups]) if (row.key !== "") row.park();
  }

  /** Places and names every shown row again, after rows came, went or changed their height. */
  rearrange(surface: Surface): void {
    const { plan } = surface.rows;
    for (const [key, row] of this.shown) {
      const index = plan.indexByKey.get(key);
      const entry = plan.rows[index ?? -1];
      if (index === undefined || entry === undefined) this.retire(key, row);
      else if (row instanceof GroupRowView) row.take(entry as GroupRow, index, surface);
      else if (entry.kind !== "group") row.take(entry, index, surface);
    }
  }

  fill(keys: Iterable<string>, surface: Surface): void {
    for (const key of keys) this.shown.get(key)?.fill(surface);
  }

  private takeRow(index: number, surface: Surface): RowView {
    const entry = surface.rows.plan.rows[index]!;
    if (entry.kind === "group") {
      const row = this.freeGroups.pop() ?? new GroupRowView(this.onToggle);
      row.take(entry, index, surface);
      row.fill(surface);
      this.shown.set(entry.key, row);
      return row;
    }
    const row = this.freeRooms.pop() ?? new RoomRowView();
    row.take(entry, index, surface);
    row.fill(surface);
    this.shown.set(entry.key, row);
    return row;
  }

  private retire(key: string, row: RowView): void {
    this.shown.delete(key);
    if (row instanceof GroupRowView) this.freeGroups.push(row);
    else this.freeRooms.push(row);
  }
}
