import { judgeMove, judgeNights, judgeResize, movedSpan, type Verdict } from "../../state/legality";
import type { Segment } from "../../state/model";
import type { Day } from "../layout/days";
import { type Scale, dayAt } from "../layout/scale";
import type { Span } from "../layout/spans";
import type { GestureContext, MoveProposal, Proposal, ResizeProposal, TargetRow } from "./gesture";

/** A stay carried over a row and `nights` nights later (negative: earlier). */
export function proposeMove(context: GestureContext, segment: Segment, row: TargetRow, nights: number): MoveProposal {
  const { store } = context;
  const inHouse = segment.status === "CHECKED_IN";
  const checkIn = inHouse ? segment.checkIn : segment.checkIn + nights;
  const roomId = row.kind === "room" ? row.roomId : null;
  const parked = row.kind === "parking";
  const stays = inHouse && roomId === segment.roomId;
  const span: Span = stays ? segment : movedSpan(segment, checkIn, store.businessDate);
  const verdict = judgeRow(segment, row) ?? judgeMove(store, segment, roomId, checkIn);
  return { rowKey: row.key, start: span.start, end: span.end, roomId, checkIn, parked, verdict };
}

/** Stays without a room wait in the lane of their own type, because they count in that type's inventory. */
function judgeRow(segment: Segment, row: TargetRow): Verdict | null {
  const elsewhere = row.kind === "group" || (row.kind === "lane" && row.roomTypeId !== segment.roomTypeId);
  return elsewhere ? { kind: "refused", reason: "otherType" } : null;
}

/** An edge pulled by `nights`; the segment keeps at least one night. */
export function proposeResize(
  { store }: GestureContext,
  segment: Segment,
  edge: "LEFT" | "RIGHT",
  nights: number,
): ResizeProposal {
  const rowKey = store.rowKey(segment);
  if (edge === "LEFT") {
    const to = Math.min(segment.checkIn + nights, segment.end - 1);
    return { rowKey, start: to, end: segment.end, edge, to, verdict: judgeResize(store, segment, edge, to) };
  }
  const to = Math.max(segment.checkOut + nights, segment.start + 1);
  return { rowKey, start: segment.start, end: to, edge, to, verdict: judgeResize(store, segment, edge, to) };
}

/** Free nights of a room from the night first pressed to the one under the pointer, never across a stay or closure. */
export function proposeCreate(context: GestureContext, roomId: string, anchor: Day, x: number): Proposal {
  const { store, scale } = context;
  const toward = dayAt(scale, x);
  const step = toward < anchor ? -1 : 1;
  let reached = anchor;
  while (reached !== toward && isFree(context, roomId, reached + step)) reached += step;
  const start = Math.min(anchor, reached);
  const end = Math.max(anchor, reached) + 1;
  return { rowKey: roomId, start, end, verdict: judgeNights(store, roomId, { start, end }) };
}

/**
 * The night meant by a press on an empty place. The column decides; but in the morning half of a column whose own
 * night is taken, the free place that was pressed belongs to the night before.
 */
export function nightMeant(context: GestureContext, roomId: string, x: number): Day {
  const { scale } = context;
  const day = dayAt(scale, x);
  const morning = isMorning(scale, x);
  return morning && !isFree(context, roomId, day) && isFree(context, roomId, day - 1) ? day - 1 : day;
}

function isMorning({ columnWidth }: Scale, x: number): boolean {
  return x % columnWidth < columnWidth / 2;
}

function isFree({ store }: GestureContext, roomId: string, night: Day): boolean {
  return night >= store.businessDate && judgeNights(store, roomId, { start: night, end: night + 1 }).kind === "free";
}
