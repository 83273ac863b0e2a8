import { isoFromDay } from "../calendar/layout/days";
import type { DayRange } from "../calendar/layout/views";
import type { BoardStore } from "./board-store";
import { decodeBoard } from "./decode-board";
import type { Board } from "./model";
import { RangeCache } from "./range-cache";
import type { BoardApi } from "./write-requests";

export type Freshness = "fresh" | "loading" | "stale" | "unreached" | "signedOut";

export interface LiveTiming {
  /** Between two looks while news comes by itself: in case some got lost. */
  readonly live: number;
  /** Between two looks while it does not. */
  readonly calm: number;
  /** When the read model lags behind our own write, or a write asked for a fresh look. */
  readonly soon: number;
  /** When the server was not reached. */
  readonly trouble: number;
  /** How long an answer may take. */
  readonly patience: number;
}

const TIMING: LiveTiming = { live: 30_000, calm: 3000, soon: 250, trouble: 4000, patience: 20_000 };

/**
 * Keeps the store up to date with the server: it is told of others' changes and asks for the board then, and every few
 * seconds where nobody tells it; unchanged boards cost a 304. Pauses while the tab is hidden, and holds changes back
 * while a stay is being dragged.
 */
export class LiveBoard {
  private readonly cache = new RangeCache();
  private range: DayRange | null = null;
  private neighbours: readonly DayRange[] = [];
  private minSeq = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer goes off. */
  private due = 0;
  private asking: AbortController | null = null;
  private stopFollowing: (() => void) | null = null;
  private told = false;
  private troubled = false;
  private holding = false;
  private held: Board | null = null;

  constructor(
    private readonly propertyId: string,
    private readonly store: BoardStore,
    private readonly api: BoardApi,
    private readonly onFreshness: (freshness: Freshness) => void,
    private readonly timing: LiveTiming = TIMING,
  ) {}

  /** Shows a range: at once from memory when it is there, and in any case asks the server. */
  show(range: DayRange, neighbours: readonly DayRange[]): void {
    this.range = range;
    this.neighbours = neighbours;
    this.held = null;
    const cached = this.cache.get(range);
    if (cached !== undefined) this.store.load(cached.board);
    else this.onFreshness("loading");
    void this.ask();
  }

  /** Looks again soon; with `minSeq` for a board that contains that event. */
  refresh(minSeq = 0): void {
    this.minSeq = Math.max(this.minSeq, minSeq);
    this.askIn(this.timing.soon);
  }

  /** While held, answers are kept and not shown: a drag is never disturbed. */
  hold(): void {
    this.holding = true;
  }

  release(): void {
    this.holding = false;
    const board = this.held;
    this.held = null;
    if (board !== null) this.store.load(board);
  }

  /** Stops asking and listening while nobody looks; asks at once when they do again. */
  setVisible(visible: boolean): void {
    clearTimeout(this.timer);
    if (!visible) this.unfollow();
    else if (this.range !== null) void this.ask();
  }

  private followFrom(seq: number): void {
    if (this.stopFollowing !== null || document.hidden) return;
    const again = (): void => {
      if (this.stopFollowing !== stop) return;
      this.unfollow();
      this.askWithin(0);
    };
    const stop = this.api.follow(this.propertyId, seq, {
      onNews: (news) => this.onNews(news),
      onLive: (live) => this.onLive(live),
      onRefused: () => void setTimeout(again, this.timing.live),
    });
    this.stopFollowing = stop;
  }

  private unfollow(): void {
    this.stopFollowing?.();
    this.stopFollowing = null;
    this.told = false;
  }

  /** A question under way is let finish: under a stream of news it would be replaced for ever. */
  private onNews(seq: number): void {
    this.minSeq = Math.max(this.minSeq, seq);
    if (!this.troubled) this.askWithin(0);
  }

  /** A stream that is away says so again and again. */
  private onLive(live: boolean): void {
    const lost = this.told && !live;
    this.told = live;
    if (lost) this.askWithin(this.timing.calm);
  }

  /** Looks no later than this; what is under way or due sooner will do. */
  private askWithin(milliseconds: number): void {
    if (this.asking === null && Date.now() + milliseconds < this.due) this.askIn(milliseconds);
  }

  private askIn(milliseconds: number): void {
    clearTimeout(this.timer);
    this.due = Date.now() + milliseconds;
    this.timer = setTimeout(() => void this.ask(), milliseconds);
  }

  private async ask(): Promise<void> {
    const range = this.range;
    if (range === null) return;
    clearTimeout(this.timer);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const { minSeq } = this;
    const patience = setTimeout(() => asking.abort(), this.timing.patience);
    let next = this.timing.trouble;
    try {
      next = await this.load(range, asking.signal);
    } catch (failure) {
      if (!asking.signal.aborted) throw failure;
    } finally {
      clearTimeout(patience);
      // A later question may have replaced this one.
      if (this.asking === asking) {
        this.asking = null;
        if (!document.hidden) this.askIn(this.minSeq > minSeq && !this.troubled ? 0 : next);
      }
    }
  }

  /** Loads and shows one range; answers how long to wait before the next look. */
  private async load(range: DayRange, signal: AbortSignal): Promise<number> {
    const known = this.cache.get(range);
    const result = await this.fetch(range, known?.etag, signal);
    this.troubled = !result.ok;
    if (!result.ok) {
      this.onFreshness(!result.offline && result.problem.status === 401 ? "signedOut" : "unreached");
      return this.timing.trouble;
    }
    if (result.value === undefined) {
      this.onFreshness("fresh");
      if (known !== undefined) this.followFrom(known.board.seq);
    } else {
      const board = decodeBoard(result.value);
      this.cache.put(range, { board, etag: result.etag });
      this.store.forgetWritesThrough(this.cache.oldestSeq);
      if (this.holding) this.held = board;
      else this.store.load(board);
      const stale = board.stale || board.seq < this.minSeq;
      this.onFreshness(stale ? "stale" : "fresh");
      if (stale) return this.timing.soon;
      this.followFrom(board.seq);
    }
    await this.loadNeighbours(signal);
    return this.told ? this.timing.live : this.timing.calm;
  }

  private async loadNeighbours(signal: AbortSignal): Promise<void> {
    for (const range of this.neighbours) {
      if (this.cache.get(range) !== undefined) continue;
      const result = await this.fetch(range, undefined, signal);
      if (result.ok && result.value !== undefined) {
        this.cache.put(range, { board: decodeBoard(result.value), etag: result.etag });
      }
    }
  }

  private fetch(range: DayRange, etag: string | undefined, signal: AbortSignal): ReturnType<BoardApi["fetchCompactWeek"]> {
    const query = { propertyId: this.propertyId, start: isoFromDay(range.firstDay), days: range.dayCount };
    const minSeq = this.minSeq > 0 ? { minSeq: this.minSeq } : {};
    const ifNoneMatch = etag === undefined ? {} : { ifNoneMatch: etag };
    return this.api.fetchCompactWeek({ ...query, ...minSeq }, { ...ifNoneMatch, signal });
  }
}
