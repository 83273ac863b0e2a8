import type { DayRange } from "../calendar/layout/views";
import type { Board } from "./model";

export interface CachedBoard {
  readonly board: Board;
  readonly etag: string | undefined;
}

const MOST_RANGES = 6;

/** Boards of the ranges looked at last and of their neighbours, so that changing the week shows at once. */
export class RangeCache {
  private readonly boards = new Map<string, CachedBoard>();

  get(range: DayRange): CachedBoard | undefined {
    return this.boards.get(keyOf(range));
  }

  put(range: DayRange, cached: CachedBoard): void {
    this.boards.delete(keyOf(range));
    this.boards.set(keyOf(range), cached);
    const oldest = this.boards.keys().next().value;
    if (this.boards.size > MOST_RANGES && oldest !== undefined) this.boards.delete(oldest);
  }

  /** Every board in here contains the events up to this number. */
  get oldestSeq(): number {
    return Math.min(...[...this.boards.values()].map(({ board }) => board.seq));
  }
}

function keyOf({ firstDay, dayCount }: DayRange): string {
  return `${firstDay}+${dayCount}`;
}
