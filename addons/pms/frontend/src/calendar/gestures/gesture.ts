import type { BoardStore } from "../../state/board-store";
import type { Verdict } from "../../state/legality";
import type { Segment } from "../../state/model";
import type { Day } from "../layout/days";
import type { BoardRow, RowPlan } from "../layout/rows";
import type { Scale } from "../layout/scale";
import type { Selection } from "../../state/selection";
import type { MemberMove } from "../../state/together";

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
  readonly rows: { readonly plan: RowPlan };
  readonly selection: Selection;
}

/** The stays a drag takes along, and the rooms on the board from top to bottom. Made once, when a stay is lifted. */
export interface Together {
  readonly stays: readonly Segment[];
  readonly rooms: readonly string[];
  readonly placeOf: ReadonlyMap<string, number>;
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
  /** Of a selection: where each of its stays goes. */
  readonly members?: readonly MemberMove[];
  /** Of a selection: the stay that the verdict is about. */
  readonly about?: Segment;
}

export interface ResizeProposal extends Proposal {
  readonly edge: "LEFT" | "RIGHT";
  readonly to: Day;
}

export type Input = "mouse" | "touch" | "keyboard";

export type Gesture =
  | { readonly kind: "idle" }
  | { readonly kind: "pointing"; readonly spot: Spot; readonly on: PressedOn; readonly input: Input }
  | { readonly kind: "moving"; readonly segment: Segment; readonly grabbedAt: number; readonly input: Input; readonly together: Together | null; readonly proposal: MoveProposal }
  | { readonly kind: "resizing"; readonly segment: Segment; readonly grabbedAt: number; readonly input: Input; readonly proposal: ResizeProposal }
  | { readonly kind: "creating"; readonly roomId: string; readonly roomTypeId: string; readonly anchor: Day; readonly proposal: Proposal };

/** With Ctrl or Cmd a click takes a stay into the selection or out of it; with Shift it takes in all up to it. */
export type Choosing = "toggle" | "reach";

/** What was under the pointer when it went down. */
export type PressedOn =
  | { readonly kind: "chip"; readonly segment: Segment; readonly part: "body" | "LEFT" | "RIGHT"; readonly choosing?: Choosing }
  | { readonly kind: "cell" };

/** What the user wants once a gesture is over. */
export type Intent =
  | { readonly kind: "none" }
  | { readonly kind: "open"; readonly segment: Segment }
  | { readonly kind: "choose"; readonly segment: Segment; readonly how: Choosing }
  | { readonly kind: "unchoose" }
  | { readonly kind: "move"; readonly segment: Segment; readonly proposal: MoveProposal }
  | { readonly kind: "resize"; readonly segment: Segment; readonly proposal: ResizeProposal }
  | { readonly kind: "create"; readonly roomId: string; readonly roomTypeId: string; readonly checkIn: Day; readonly checkOut: Day }
  | { readonly kind: "refused"; readonly segment: Segment | null; readonly verdict: Extract<Verdict, { kind: "refused" }> };

export const IDLE: Gesture = { kind: "idle" };
export const NO_INTENT: Intent = { kind: "none" };
