import type { BoardStore } from "../../state/board-store";
import type { Verdict } from "../../state/legality";
import type { Segment } from "../../state/model";
import type { Day } from "../layout/days";
import type { BoardRow } from "../layout/rows";
import type { Scale } from "../layout/scale";

/** A row a pointer can be over: one of the plan, or the parking row at the bottom of the screen. */
export type TargetRow = BoardRow | { readonly kind: "parking"; readonly key: string };

/** Where a pointer is on the board's content; scrolling is already taken into account. */
export interface Spot {
  readonly row: TargetRow;
  /** Pixels from the left edge of the first night. */
  readonly x: number;
}

export interface GestureContext {
  readonly store: BoardStore;
  readonly scale: Scale;
}

/** What a drop would do, and whether it may. The slot is drawn in row `rowKey` over [start, end). */
export interface Proposal {
  readonly rowKey: string;
  readonly start: Day;
  readonly end: Day;
  readonly verdict: Verdict;
}

export interface MoveProposal extends Proposal {
  readonly roomId: string | null;
  readonly checkIn: Day;
  readonly parked: boolean;
}

export interface ResizeProposal extends Proposal {
  readonly edge: "LEFT" | "RIGHT";
  readonly to: Day;
}

export type Input = "mouse" | "touch" | "keyboard";

export type Gesture =
  | { readonly kind: "idle" }
  | { readonly kind: "pointing"; readonly spot: Spot; readonly on: PressedOn; readonly input: Input }
  | { readonly kind: "moving"; readonly segment: Segment; readonly grabbedAt: number; readonly input: Input; readonly proposal: MoveProposal }
  | { readonly kind: "resizing"; readonly segment: Segment; readonly grabbedAt: number; readonly input: Input; readonly proposal: ResizeProposal }
  | { readonly kind: "creating"; readonly roomId: string; readonly roomTypeId: string; readonly anchor: Day; readonly proposal: Proposal };

/** What was under the pointer when it went down. */
export type PressedOn =
  | { readonly kind: "chip"; readonly segment: Segment; readonly part: "body" | "LEFT" | "RIGHT" }
  | { readonly kind: "cell" };

/** What the user wants once a gesture is over. */
export type Intent =
  | { readonly kind: "none" }
  | { readonly kind: "open"; readonly segment: Segment }
  | { readonly kind: "move"; readonly segment: Segment; readonly proposal: MoveProposal }
  | { readonly kind: "resize"; readonly segment: Segment; readonly proposal: ResizeProposal }
  | { readonly kind: "create"; readonly roomId: string; readonly roomTypeId: string; readonly checkIn: Day; readonly checkOut: Day }
  | { readonly kind: "refused"; readonly segment: Segment | null; readonly verdict: Extract<Verdict, { kind: "refused" }> };

export const IDLE: Gesture = { kind: "idle" };
export const NO_INTENT: Intent = { kind: "none" };
