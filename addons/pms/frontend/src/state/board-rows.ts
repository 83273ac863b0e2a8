import { stack } from "../calendar/layout/lanes";
import { type Group, laneKey, type Metrics, planRows, type RowPlan } from "../calendar/layout/rows";
import type { Span } from "../calendar/layout/spans";
import type { DayRange } from "../calendar/layout/views";
import type { BoardStore } from "./board-store";
import { PARKING_KEY, type Segment } from "./model";

/** The rows of the board and, for stays without a room, on which level of their lane they lie. */
export interface BoardRows {
  readonly plan: RowPlan;
  readonly levels: ReadonlyMap<string, number>;
  readonly parkingLevels: number;
}

/** Rooms grouped by type, each group with its lane; lanes are as high as the shown nights need. */
export function arrangeRows(
  store: BoardStore,
  collapsed: ReadonlySet<string>,
  range: DayRange,
  metrics: Metrics,
): BoardRows {
  const levels = new Map<string, number>();
  const stackRow = (key: string): number => {
    const segments = store.row(key).filter((segment) => touches(segment, range));
    const stacked = stack(segments);
    segments.forEach((segment, place) => levels.set(segment.id, stacked.levels[place]!));
    return stacked.levelCount;
  };
  const groups = store.roomTypes.map((type): Group => {
    return {
      roomTypeId: type.id,
      roomIds: store.roomsOfType(type.id).map((room) => room.id),
      collapsed: collapsed.has(type.id),
      laneLevels: stackRow(laneKey(type.id)),
    };
  });
  const plan = planRows(groups, metrics);
  return { plan, levels, parkingLevels: stackRow(PARKING_KEY) };
}

/** Whether a bar of [start, end) is seen: half a column of its departure day counts. */
function touches(segment: Span & Segment, { firstDay, dayCount }: DayRange): boolean {
  return segment.end >= firstDay && segment.start < firstDay + dayCount;
}
