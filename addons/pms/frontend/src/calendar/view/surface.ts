import type { BoardRows } from "../../state/board-rows";
import type { BoardStore } from "../../state/board-store";
import type { CalendarLanguage } from "../../state/calendar-language";
import type { Selection } from "../../state/selection";
import type { MeasureCharacter } from "../layout/text-fit";
import type { Scale } from "../layout/scale";
import type { Window } from "../layout/window";

/** Pixels of the board that the stylesheet and the code must agree on; the code hands them to CSS as variables. */
export interface BoardMetrics {
  readonly labelWidth: number;
  readonly headHeight: number;
  readonly groupHeight: number;
  readonly roomHeight: number;
  readonly laneLevelHeight: number;
  readonly emptyLaneHeight: number;
  readonly parkingHeight: number;
}

export const MOUSE_METRICS: BoardMetrics = {
  labelWidth: 164,
  headHeight: 74,
  groupHeight: 34,
  roomHeight: 36,
  laneLevelHeight: 30,
  emptyLaneHeight: 24,
  parkingHeight: 40,
};

/** Fingers need 44 px targets. */
export const TOUCH_METRICS: BoardMetrics = {
  ...MOUSE_METRICS,
  groupHeight: 44,
  roomHeight: 48,
  laneLevelHeight: 46,
  emptyLaneHeight: 32,
  parkingHeight: 52,
};

/** What rows and chips need to know to draw themselves. One object, changed by the grid alone. */
export interface Surface {
  readonly store: BoardStore;
  readonly language: CalendarLanguage;
  readonly metrics: BoardMetrics;
  readonly measure: MeasureCharacter;
  scale: Scale;
  rows: BoardRows;
  window: Window;
  /** Segment the keyboard is on. */
  activeSegmentId: string | null;
  /** Stays that are being dragged: their chips stay behind, pale. */
  lifted: ReadonlySet<string>;
  readonly selection: Selection;
  /** Stays that the search found. */
  found: ReadonlySet<string> | null;
}
