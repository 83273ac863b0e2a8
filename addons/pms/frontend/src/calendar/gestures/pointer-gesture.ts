import { whyNotMovable } from "../../state/legality";
import type { Segment } from "../../state/model";
import { nightsMoved } from "../layout/scale";
import {
  type Gesture,
  type GestureContext,
  IDLE,
  type Input,
  type Intent,
  NO_INTENT,
  type PressedOn,
  type Spot,
} from "./gesture";
import { nightMeant, proposeCreate, proposeResize } from "./propose";
import { proposeTogether, togetherWith } from "./propose-together";

/** A mouse that moved less than this clicked. */
const CLICK_SLOP = 4;
/** A finger that moved more than this before it lifted a stay is scrolling. */
const TOUCH_SLOP = 8;
/** How long a finger rests on a stay to lift it. */
export const LONG_PRESS_MILLISECONDS = 300;

/** A pointer went down. */
export function press(on: PressedOn, spot: Spot, input: Input): Gesture {
  return { kind: "pointing", on, spot, input };
}

/** A finger rested long enough: the stay is lifted. */
export function longPress(gesture: Gesture, context: GestureContext): Gesture {
  if (gesture.kind !== "pointing" || gesture.on.kind !== "chip") return gesture;
  return lift(gesture.on.segment, gesture.on.part, gesture.spot, gesture.input, context);
}

/**
 * The pointer went to `spot`.
 *
 * @param distance pixels from where it went down
 */
export function drag(gesture: Gesture, spot: Spot, distance: number, context: GestureContext): Gesture {
  switch (gesture.kind) {
    case "idle":
      return gesture;
    case "pointing": {
      if (gesture.input === "touch") return distance > TOUCH_SLOP ? IDLE : gesture;
      if (distance < CLICK_SLOP) return gesture;
      const begun = begin(gesture.on, gesture.spot, gesture.input, context);
      return begun.kind === "pointing" || begun.kind === "idle" ? begun : drag(begun, spot, distance, context);
    }
    case "moving": {
      const nights = nightsMoved(context.scale, spot.x - gesture.grabbedAt);
      const row = spot.row.kind === "group" ? rowOf(gesture.proposal.rowKey, spot) : spot.row;
      const proposal = proposeTogether(context, gesture.segment, gesture.together, row, nights);
      return sameProposal(gesture.proposal, proposal) ? gesture : { ...gesture, proposal };
    }
    case "resizing": {
      const nights = nightsMoved(context.scale, spot.x - gesture.grabbedAt);
      const proposal = proposeResize(context, gesture.segment, gesture.proposal.edge, nights);
      return sameProposal(gesture.proposal, proposal) ? gesture : { ...gesture, proposal };
    }
    case "creating": {
      const proposal = proposeCreate(context, gesture.roomId, gesture.anchor, spot.x);
      return sameProposal(gesture.proposal, proposal) ? gesture : { ...gesture, proposal };
    }
  }
}

/** The pointer went up: what the user wants. */
export function release(gesture: Gesture, context: GestureContext): Intent {
  switch (gesture.kind) {
    case "idle":
      return NO_INTENT;
    case "pointing":
      return click(gesture.on, gesture.spot, context);
    case "moving":
      return { kind: "move", segment: gesture.segment, proposal: gesture.proposal };
    case "resizing":
      return { kind: "resize", segment: gesture.segment, proposal: gesture.proposal };
    case "creating": {
      const { roomId, roomTypeId, proposal } = gesture;
      if (proposal.verdict.kind !== "free") return NO_INTENT;
      return { kind: "create", roomId, roomTypeId, checkIn: proposal.start, checkOut: proposal.end };
    }
  }
}

function begin(on: PressedOn, spot: Spot, input: Input, context: GestureContext): Gesture {
  if (on.kind === "chip") return lift(on.segment, on.part, spot, input, context);
  if (spot.row.kind !== "room") return IDLE;
  const { roomId, roomTypeId } = spot.row;
  const anchor = nightMeant(context, roomId, spot.x);
  const proposal = proposeCreate(context, roomId, anchor, spot.x);
  if (proposal.verdict.kind !== "free" || anchor < context.store.businessDate) return IDLE;
  return { kind: "creating", roomId, roomTypeId, anchor, proposal };
}

function lift(segment: Segment, part: "body" | "LEFT" | "RIGHT", spot: Spot, input: Input, context: GestureContext): Gesture {
  if (whyNotMovable(segment, context.store.businessDate) !== null) return IDLE;
  if (part !== "body" && isOuterEdge(segment, part)) {
    return { kind: "resizing", segment, grabbedAt: spot.x, input, proposal: proposeResize(context, segment, part, 0) };
  }
  const together = togetherWith(segment, context);
  const proposal = proposeTogether(context, segment, together, rowOf(context.store.rowKey(segment), spot), 0);
  return { kind: "moving", segment, grabbedAt: spot.x, input, together, proposal };
}

/** Only the first and the last edge of a stay can be pulled, not the seam where it changes rooms. */
export function isOuterEdge(segment: Segment, edge: "LEFT" | "RIGHT"): boolean {
  return edge === "LEFT" ? segment.start === segment.checkIn : segment.end === segment.checkOut;
}

function click(on: PressedOn, spot: Spot, context: GestureContext): Intent {
  if (on.kind === "chip") {
    const { segment, choosing } = on;
    return choosing === undefined ? { kind: "open", segment } : { kind: "choose", segment, how: choosing };
  }
  if (context.selection.size > 0) return { kind: "unchoose" };
  if (spot.row.kind !== "room") return NO_INTENT;
  return createAt(spot.row.roomId, spot.row.roomTypeId, nightMeant(context, spot.row.roomId, spot.x), context);
}

/** One night from an empty cell. */
export function createAt(roomId: string, roomTypeId: string, night: number, context: GestureContext): Intent {
  const proposal = proposeCreate(context, roomId, night, (night - context.scale.firstDay) * context.scale.columnWidth);
  if (proposal.verdict.kind === "closed") return refusal("closedNights");
  if (proposal.verdict.kind !== "free") return NO_INTENT;
  if (night < context.store.businessDate) return refusal("past");
  return { kind: "create", roomId, roomTypeId, checkIn: night, checkOut: night + 1 };
}

function refusal(reason: "closedNights" | "past"): Intent {
  return { kind: "refused", segment: null, verdict: { kind: "refused", reason } };
}

/** Over a group header the last row is kept; only the dates follow the pointer. */
function rowOf(key: string, spot: Spot): Spot["row"] {
  return spot.row.key === key ? spot.row : rowFromKey(key);
}

function rowFromKey(key: string): Spot["row"] {
  if (key === "parking") return { kind: "parking", key };
  if (key.startsWith("lane:")) return { kind: "lane", key, roomTypeId: key.slice("lane:".length), levelCount: 1 };
  return { kind: "room", key, roomId: key, roomTypeId: "" };
}

function sameProposal(one: { rowKey: string; start: number; end: number }, other: typeof one): boolean {
  return one.rowKey === other.rowKey && one.start === other.start && one.end === other.end;
}
