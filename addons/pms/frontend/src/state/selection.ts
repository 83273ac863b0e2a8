import type { BoardStore } from "./board-store";
import type { Segment } from "./model";

/** Told which stays are drawn differently now. */
type Listener = (reservationIds: readonly string[]) => void;

/** The stays a person has chosen to move or act on together, in the order they were chosen. */
export class Selection {
  private readonly ids = new Set<string>();
  private readonly listeners: Listener[] = [];
  /** Where a choice of several begins. */
  private anchor: Segment | null = null;

  /** A stay that leaves the board, with its nights or for good, leaves the selection: nobody acts on what is not seen. */
  constructor(private readonly store: BoardStore) {
    store.subscribe(() => this.remove([...this.ids].filter((id) => store.segmentsOf(id).length === 0)));
  }

  get size(): number {
    return this.ids.size;
  }

  has(reservationId: string): boolean {
    return this.ids.has(reservationId);
  }

  /** Each stay once, by its last segment, which is where a move begins. */
  get stays(): Segment[] {
    return [...this.ids].flatMap((id) => this.store.segmentsOf(id).slice(-1));
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Takes a stay in, or leaves it out when it is in. */
  toggle(segment: Segment): void {
    this.anchor = segment;
    const { reservationId } = segment;
    if (this.ids.has(reservationId)) this.remove([reservationId]);
    else this.add([reservationId]);
  }

  /** Takes in all stays of a row between the last one chosen and this one; in another row, this one alone. */
  reach(segment: Segment): void {
    const { anchor, store } = this;
    const key = store.rowKey(segment);
    if (anchor === null || this.size === 0 || store.rowKey(anchor) !== key) {
      this.anchor = segment;
      return this.add([segment.reservationId]);
    }
    const first = Math.min(anchor.start, segment.start);
    const last = Math.max(anchor.start, segment.start);
    this.add(store.row(key).filter(({ start }) => first <= start && start <= last).map(({ reservationId }) => reservationId));
  }

  clear(): void {
    this.anchor = null;
    this.remove([...this.ids]);
  }

  private add(reservationIds: readonly string[]): void {
    const added = [...new Set(reservationIds)].filter((id) => !this.ids.has(id));
    for (const id of added) this.ids.add(id);
    this.tell(added);
  }

  private remove(reservationIds: readonly string[]): void {
    for (const id of reservationIds) this.ids.delete(id);
    this.tell(reservationIds);
  }

  private tell(reservationIds: readonly string[]): void {
    if (reservationIds.length === 0) return;
    for (const listener of this.listeners) listener(reservationIds);
  }
}
