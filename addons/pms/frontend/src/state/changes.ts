import type { Day } from "../calendar/layout/days";
import type { Segment } from "./model";

/** The whole stay goes to a room (null = unassigned) and an arrival; its length stays. */
export interface Move {
  readonly kind: "move";
  readonly reservationId: string;
  readonly toRoomId: string | null;
  readonly toCheckIn: Day;
}

/** Several stays go together: all of them, or none. */
export interface MoveTogether {
  readonly kind: "moves";
  readonly moves: readonly Move[];
}

export interface Resize {
  readonly kind: "resize";
  readonly reservationId: string;
  readonly edge: "LEFT" | "RIGHT";
  /** The new arrival or the new departure. */
  readonly to: Day;
}

/** Two stays exchange their rooms. */
export interface Swap {
  readonly kind: "swap";
  readonly first: { readonly reservationId: string; readonly roomId: string };
  readonly second: { readonly reservationId: string; readonly roomId: string };
}

/** Back to what was there before a confirmed change, by the server's undo token. */
export interface Restore {
  readonly kind: "restore";
  readonly token: string;
  readonly segments: ReadonlyMap<string, readonly Segment[]>;
}

export type Change = Move | MoveTogether | Resize | Swap | Restore;

/** The reservations a change touches. */
export function reservationsOf(change: Change): string[] {
  switch (change.kind) {
    case "move":
    case "resize":
      return [change.reservationId];
    case "moves":
      return change.moves.map(({ reservationId }) => reservationId);
    case "swap":
      return [change.first.reservationId, change.second.reservationId];
    case "restore":
      return [...change.segments.keys()];
  }
}

/**
 * What one reservation looks like after a change.
 *
 * @param segments its segments before, by start
 * @param businessDate in-house moves take effect on this night (contract §4)
 */
export function applyChange(
  change: Change,
  reservationId: string,
  segments: readonly Segment[],
  businessDate: Day,
): readonly Segment[] {
  const last = segments.at(-1);
  if (last === undefined) return segments;
  switch (change.kind) {
    case "move":
      return last.status === "CHECKED_IN"
        ? continueIn(segments, change.toRoomId, businessDate)
        : [moved(segments[0]!, change.toRoomId, change.toCheckIn)];
    case "moves": {
      const own = change.moves.find((move) => move.reservationId === reservationId);
      return own === undefined ? segments : applyChange(own, reservationId, segments, businessDate);
    }
    case "resize":
      return change.edge === "LEFT" ? arriveOn(segments, change.to) : departOn(segments, change.to);
    case "swap": {
      const roomId = reservationId === change.first.reservationId ? change.second.roomId : change.first.roomId;
      return segments.map((segment) => ({ ...segment, roomId }));
    }
    case "restore":
      return change.segments.get(reservationId) ?? segments;
  }
}

function moved(segment: Segment, roomId: string | null, checkIn: Day): Segment {
  const checkOut = checkIn + segment.checkOut - segment.checkIn;
  return { ...segment, roomId, start: checkIn, end: checkOut, checkIn, checkOut };
}

/** Nights already slept stay in the old room; a second segment begins on the business date. */
function continueIn(segments: readonly Segment[], roomId: string | null, businessDate: Day): Segment[] {
  const last = segments.at(-1)!;
  if (last.start >= businessDate) return [...segments.slice(0, -1), { ...last, roomId }];
  const slept: Segment = { ...last, end: businessDate };
  return [...segments.slice(0, -1), slept, { ...last, id: `${last.id}+`, roomId, start: businessDate }];
}

function arriveOn(segments: readonly Segment[], checkIn: Day): Segment[] {
  return segments.map((segment, index) => ({ ...segment, checkIn, start: index === 0 ? checkIn : segment.start }));
}

/** Segments that would begin after the new departure fall away. */
function departOn(segments: readonly Segment[], checkOut: Day): Segment[] {
  const kept = segments.filter((segment, index) => index === 0 || segment.start < checkOut);
  return kept.map((segment, index) => ({ ...segment, checkOut, end: index === kept.length - 1 ? checkOut : segment.end }));
}
