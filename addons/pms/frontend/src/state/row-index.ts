import { insertSorted } from "../calendar/layout/spans";
import type { Segment } from "./model";

/** The segments of each row, by start, and of each reservation; knows which rows a change touched. */
export class RowIndex {
  private readonly rows = new Map<string, Segment[]>();
  private readonly reservations = new Map<string, readonly Segment[]>();

  constructor(private readonly rowKey: (segment: Segment) => string) {}

  row(key: string): readonly Segment[] {
    return this.rows.get(key) ?? [];
  }

  reservation(id: string): readonly Segment[] {
    return this.reservations.get(id) ?? [];
  }

  all(): Iterable<readonly Segment[]> {
    return this.reservations.values();
  }

  /** Fills an empty index at once; much cheaper than one reservation after the other. */
  fill(reservations: ReadonlyMap<string, readonly Segment[]>): void {
    for (const [id, segments] of reservations) {
      this.reservations.set(id, segments);
      for (const segment of segments) this.listOf(this.rowKey(segment)).push(segment);
    }
    for (const list of this.rows.values()) list.sort((one, other) => one.start - other.start || one.end - other.end);
  }

  /** Replaces what one reservation shows; adds the keys of the touched rows to `touched`. */
  replace(id: string, segments: readonly Segment[], touched: Set<string>): void {
    for (const segment of this.reservation(id)) {
      const key = this.rowKey(segment);
      const list = this.listOf(key);
      const place = list.indexOf(segment);
      if (place >= 0) list.splice(place, 1);
      touched.add(key);
    }
    for (const segment of segments) {
      const key = this.rowKey(segment);
      insertSorted(this.listOf(key), segment);
      touched.add(key);
    }
    if (segments.length === 0) this.reservations.delete(id);
    else this.reservations.set(id, segments);
  }

  /** Keys of the rows that differ from another index. Unchanged segments are the same objects in both. */
  differences(other: RowIndex): Set<string> {
    const keys = new Set<string>();
    for (const key of new Set([...this.rows.keys(), ...other.rows.keys()])) {
      const mine = this.row(key);
      const theirs = other.row(key);
      if (mine.length !== theirs.length || mine.some((segment, place) => segment !== theirs[place])) keys.add(key);
    }
    return keys;
  }

  private listOf(key: string): Segment[] {
    let list = this.rows.get(key);
    if (list === undefined) {
      list = [];
      this.rows.set(key, list);
    }
    return list;
  }
}
