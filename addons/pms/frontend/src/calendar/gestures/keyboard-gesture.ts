import { whyNotMovable } from "../../state/legality";
import type { Segment } from "../../state/model";
import type { RowPlan } from "../layout/rows";
import type { Direction } from "./cursor";
import { type Gesture, type GestureContext, type Intent, NO_INTENT, type TargetRow } from "./gesture";
import { isOuterEdge } from "./pointer-gesture";
import { proposeResize } from "./propose";
import { proposeTogether, togetherWith } from "./propose-together";

type Refused = Extract<Intent, { kind: "refused" }>;

/** M on a stay: it is picked up where it is. */
export function pickUp(segment: Segment, plan: RowPlan, context: GestureContext): Gesture | Refused {
  const whyNot = whyNotMovable(segment, context.store.businessDate);
  if (whyNot !== null) return { kind: "refused", segment, verdict: { kind: "refused", reason: whyNot } };
  const together = togetherWith(segment, context);
  const proposal = proposeTogether(context, segment, together, rowNamed(plan, context.store.rowKey(segment)), 0);
  return { kind: "moving", segment, grabbedAt: 0, input: "keyboard", together, proposal };
}

/** Arrows while a stay is picked up: a night sideways, a row up or down; group headers are passed over. */
export function carry(gesture: Gesture, direction: Direction, plan: RowPlan, context: GestureContext, rows = 1): Gesture {
  if (gesture.kind !== "moving") return gesture;
  const { segment, together, proposal } = gesture;
  const nights = proposal.checkIn - segment.checkIn;
  if (direction === "left" || direction === "right") {
    const further = nights + (direction === "right" ? 1 : -1);
    return { ...gesture, proposal: proposeTogether(context, segment, together, rowNamed(plan, proposal.rowKey), further) };
  }
  const row = nextRow(plan, proposal.rowKey, direction === "down" ? rows : -rows);
  return { ...gesture, proposal: proposeTogether(context, segment, together, row, nights) };
}

/** Shift and arrows: left and right move the departure, up and down the arrival. Of a selection nothing is stretched. */
export function stretch(gesture: Gesture, segment: Segment, direction: Direction, context: GestureContext): Gesture | Refused {
  if (gesture.kind === "moving" && gesture.together !== null) return gesture;
  const whyNot = whyNotMovable(segment, context.store.businessDate);
  if (whyNot !== null) return { kind: "refused", segment, verdict: { kind: "refused", reason: whyNot } };
  const edge = direction === "left" || direction === "right" ? "RIGHT" : "LEFT";
  const by = direction === "right" || direction === "down" ? 1 : -1;
  if (!isOuterEdge(segment, edge)) return gesture;
  const begun = gesture.kind === "resizing" && gesture.proposal.edge === edge ? gesture.proposal.to : null;
  const outer = edge === "LEFT" ? segment.checkIn : segment.checkOut;
  const proposal = proposeResize(context, segment, edge, (begun ?? outer) - outer + by);
  return { kind: "resizing", segment, grabbedAt: 0, input: "keyboard", proposal };
}

/** Enter, or Shift let go: what the user wants. */
export function drop(gesture: Gesture): Intent {
  if (gesture.kind === "moving") return { kind: "move", segment: gesture.segment, proposal: gesture.proposal };
  if (gesture.kind === "resizing") return { kind: "resize", segment: gesture.segment, proposal: gesture.proposal };
  return NO_INTENT;
}

function rowNamed(plan: RowPlan, key: string): TargetRow {
  return plan.rows[plan.indexByKey.get(key) ?? -1] ?? { kind: "parking", key };
}

/** The row `by` rows further that can take a stay: a room or a lane. Past the last row lies the parking row. */
function nextRow(plan: RowPlan, key: string, by: number): TargetRow {
  const from = plan.indexByKey.get(key) ?? plan.rows.length;
  const toward = by > 0 ? 1 : -1;
  let index = from + by;
  while (plan.rows[index]?.kind === "group") index += toward;
  if (index >= plan.rows.length) return { kind: "parking", key: "parking" };
  return plan.rows[Math.max(index, firstTarget(plan))] ?? rowNamed(plan, key);
}

function firstTarget(plan: RowPlan): number {
  return Math.max(0, plan.rows.findIndex((row) => row.kind !== "group"));
}
