/** The board: reading a window of nights, and the changes made on it. */
import { request, requestWithRetry, type Result, type RetryOptions } from "./http";
import type {
  CompactWeek,
  IsoDate,
  MoveAnswer,
  MoveRequest,
  MovesAnswer,
  MovesRequest,
  ResizeRequest,
  SwapAnswer,
  SwapRequest,
  UndoAnswer,
  UndoRequest,
  Week,
} from "./types";

export interface WeekQuery {
  propertyId: string;
  start: IsoDate;
  days: number;
  roomTypeId?: string;
  /** Ask for a board that already contains this event; the server waits up to 300 ms, else says `stale`. */
  minSeq?: number;
  include?: "inactive";
}

export interface FetchOptions {
  /** The `etag` of an earlier answer; unchanged boards come back with status 304 and no value. */
  ifNoneMatch?: string;
  signal?: AbortSignal;
}

const PATH = "/api/pms/calendar";

export function fetchWeek(query: WeekQuery, options: FetchOptions = {}): Promise<Result<Week | undefined>> {
  return request(`${PATH}/week`, { query: { ...query }, ...options });
}

export function fetchCompactWeek(query: WeekQuery, options: FetchOptions = {}): Promise<Result<CompactWeek | undefined>> {
  return request(`${PATH}/week`, { query: { ...query, format: "compact" }, ...options });
}

export function move(body: MoveRequest, retry: RetryOptions = { attempts: 1 }): Promise<Result<MoveAnswer>> {
  return send("move", body, retry);
}

/** Several stays at once, all or none. */
export function moveTogether(body: MovesRequest, retry: RetryOptions = { attempts: 1 }): Promise<Result<MovesAnswer>> {
  return send("moves", body, retry);
}

export function resize(body: ResizeRequest, retry: RetryOptions = { attempts: 1 }): Promise<Result<MoveAnswer>> {
  return send("resize", body, retry);
}

export function swap(body: SwapRequest, retry: RetryOptions = { attempts: 1 }): Promise<Result<SwapAnswer>> {
  return send("swap", body, retry);
}

export function undo(body: UndoRequest, retry: RetryOptions = { attempts: 1 }): Promise<Result<UndoAnswer>> {
  return send("undo", body, retry);
}

export interface BoardListener {
  /** Others changed something; the number of the last event that did. */
  readonly onNews: (seq: number) => void;
  /** Whether news gets here at once from now on. */
  readonly onLive: (live: boolean) => void;
  /** The server refused, and the browser does not try again by itself. */
  readonly onRefused: () => void;
}

/**
 * Follows a board; a stream that ends is taken up again by the browser.
 *
 * @param since the `seq` of the board on the screen.
 * @returns what stops it.
 */
export function follow(propertyId: string, since: number, listener: BoardListener): () => void {
  const source = new EventSource(`${PATH}/stream?propertyId=${encodeURIComponent(propertyId)}&since=${since}`);
  const heard = (event: MessageEvent): void => listener.onNews(Number(event.lastEventId));
  source.addEventListener("segments", heard);
  source.addEventListener("board", heard);
  source.addEventListener("open", () => listener.onLive(true));
  source.addEventListener("error", () => {
    listener.onLive(false);
    if (source.readyState === EventSource.CLOSED) listener.onRefused();
  });
  return () => source.close();
}

/** The key travels in the body as the contract says, and in the header so that both agree. */
function send<T>(command: string, body: { idempotencyKey: string }, retry: RetryOptions): Promise<Result<T>> {
  const options = { method: "POST", body, idempotencyKey: body.idempotencyKey } as const;
  return requestWithRetry(`${PATH}/${command}`, options, retry);
}
