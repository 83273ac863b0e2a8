import type { Day } from "../calendar/layout/days";
import { firstOverlap, type Span } from "../calendar/layout/spans";
import type { ReservationStatus } from "../api/types";
import type { BoardStore } from "./board-store";
import type { Closure, Segment } from "./model";
import type { Refusal } from "./refusals";

/** Whether a stay may go somewhere, as far as this screen knows; the server has the last word. */
export type Verdict =
  | { readonly kind: "free" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "taken"; readonly by: Segment }
  | { readonly kind: "closed"; readonly by: Closure }
  | { readonly kind: "refused"; readonly reason: Refusal };

const FREE: Verdict = { kind: "free" };
const UNCHANGED: Verdict = { kind: "unchanged" };
const refused = (reason: Refusal): Verdict => ({ kind: "refused", reason });

const MOVABLE: ReadonlySet<ReservationStatus> = new Set(["HOLD", "CONFIRMED", "CHECKED_IN"]);

/** Why a stay cannot be picked up at all, or null. */
export function whyNotMovable(segment: Segment, businessDate: Day): Refusal | null {
  if (!MOVABLE.has(segment.status)) return "notMovable";
  if (segment.status === "CHECKED_IN" && segment.end <= businessDate && segment.end < segment.checkOut) return "pastSegment";
  return null;
}

/** The nights a stay would take in the room it is moved to: an in-house guest only from the business date on. */
export function movedSpan(segment: Segment, checkIn: Day, businessDate: Day): Span {
  if (segment.status === "CHECKED_IN") {
    return { start: Math.max(segment.start, businessDate), end: segment.checkOut };
  }
  return { start: checkIn, end: checkIn + segment.checkOut - segment.checkIn };
}

/**
 * Rules of contract §4 for moving a stay to a room (null = unassigned) and an arrival.
 *
 * @param together reservations that move with it, and so are not in its way
 */
export function judgeMove(store: BoardStore, segment: Segment, roomId: string | null, checkIn: Day, together?: ReadonlySet<string>): Verdict {
  const { businessDate } = store;
  const whyNot = whyNotMovable(segment, businessDate);
  if (whyNot !== null) return refused(whyNot);
  if (roomId === segment.roomId && checkIn === segment.checkIn) return UNCHANGED;
  if (segment.roomLocked) return refused("locked");
  if (segment.status === "CHECKED_IN") {
    if (roomId === null) return refused("inHouseNeedsRoom");
    if (checkIn !== segment.checkIn) return refused("inHouseDates");
  } else if (checkIn < businessDate && checkIn !== segment.checkIn) {
    return refused("past");
  }
  if (roomId === null) return FREE;
  return judgeNights(store, roomId, movedSpan(segment, checkIn, businessDate), segment.reservationId, together);
}

/** Rules for a new arrival (LEFT) or departure (RIGHT). */
export function judgeResize(store: BoardStore, segment: Segment, edge: "LEFT" | "RIGHT", to: Day): Verdict {
  const { businessDate } = store;
  const whyNot = whyNotMovable(segment, businessDate);
  if (whyNot !== null) return refused(whyNot);
  if (to === (edge === "LEFT" ? segment.checkIn : segment.checkOut)) return UNCHANGED;
  if (edge === "LEFT" && segment.status === "CHECKED_IN") return refused("inHouseDates");
  if (edge === "LEFT" && to < businessDate) return refused("past");
  if (edge === "RIGHT" && to < businessDate) return refused("beforeBusinessDate");
  if (segment.roomId === null) return FREE;
  const span = edge === "LEFT" ? { start: to, end: segment.end } : { start: segment.start, end: to };
  return judgeNights(store, segment.roomId, span, segment.reservationId);
}

/** Whether nights of a room are free for a stay; a stay never stands in its own way. */
export function judgeNights(store: BoardStore, roomId: string, nights: Span, reservationId?: string, together?: ReadonlySet<string>): Verdict {
  const givesWay = (other: Segment): boolean => other.reservationId === reservationId || together?.has(other.reservationId) === true;
  const guest = firstOverlap(store.row(roomId), nights.start, nights.end, givesWay);
  if (guest !== null) return { kind: "taken", by: guest };
  const closure = closureMet(store, roomId, nights);
  return closure === null ? FREE : { kind: "closed", by: closure };
}

/** The closure a stay would meet in a room; a day use has no night, but needs the room on its day. */
function closureMet(store: BoardStore, roomId: string, { start, end }: Span): Closure | null {
  return firstOverlap(store.closuresIn(roomId), start, Math.max(end, start + 1));
}

/** Whether two stays could exchange rooms: each fits where the other is. */
export function canSwap(store: BoardStore, first: Segment, second: Segment): boolean {
  for (const segment of [first, second]) {
    if (segment.roomId === null || segment.roomLocked) return false;
    if (segment.status !== "CONFIRMED" && segment.status !== "HOLD") return false;
    if (store.segmentsOf(segment.reservationId).length !== 1) return false;
  }
  return fitsInsteadOf(store, first, second) && fitsInsteadOf(store, second, first);
}

function fitsInsteadOf(store: BoardStore, guest: Segment, other: Segment): boolean {
  const isOneOfThem = ({ reservationId }: Segment): boolean =>
    reservationId === guest.reservationId || reservationId === other.reservationId;
  const roomId = other.roomId!;
  if (firstOverlap(store.row(roomId), guest.start, guest.end, isOneOfThem) !== null) return false;
  return closureMet(store, roomId, guest) === null;
}
