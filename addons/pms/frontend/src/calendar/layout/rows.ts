/** Rows of the board from top to bottom and where they stand. */

export interface GroupRow {
  readonly kind: "group";
  readonly key: string;
  readonly roomTypeId: string;
}

/** Stays of one room type that have no room yet. */
export interface LaneRow {
  readonly kind: "lane";
  readonly key: string;
  readonly roomTypeId: string;
  readonly levelCount: number;
}

export interface RoomRow {
  readonly kind: "room";
  readonly key: string;
  readonly roomTypeId: string;
  readonly roomId: string;
}

export type BoardRow = GroupRow | LaneRow | RoomRow;

export interface Group {
  readonly roomTypeId: string;
  readonly roomIds: readonly string[];
  readonly collapsed: boolean;
  /** Levels its lane needs; 0 when every stay has a room. */
  readonly laneLevels: number;
}

export interface Metrics {
  readonly groupHeight: number;
  readonly roomHeight: number;
  readonly laneLevelHeight: number;
  readonly emptyLaneHeight: number;
}

export interface RowPlan {
  readonly rows: readonly BoardRow[];
  /** tops[i] is the top of row i; one more entry than rows: the last is the whole height. */
  readonly tops: readonly number[];
  readonly indexByKey: ReadonlyMap<string, number>;
}

export const laneKey = (roomTypeId: string): string => `lane:${roomTypeId}`;
const groupKey = (roomTypeId: string): string => `group:${roomTypeId}`;

/** Lays out the groups: header, lane, rooms. A collapsed group keeps its header and its lane's stays out of sight. */
export function planRows(groups: readonly Group[], metrics: Metrics): RowPlan {
  const rows: BoardRow[] = [];
  const tops: number[] = [];
  const indexByKey = new Map<string, number>();
  let top = 0;
  const add = (row: BoardRow, height: number): void => {
    indexByKey.set(row.key, rows.length);
    rows.push(row);
    tops.push(top);
    top += height;
  };
  for (const { roomTypeId, roomIds, collapsed, laneLevels } of groups) {
    add({ kind: "group", key: groupKey(roomTypeId), roomTypeId }, metrics.groupHeight);
    if (collapsed) continue;
    const laneHeight = laneLevels === 0 ? metrics.emptyLaneHeight : laneLevels * metrics.laneLevelHeight + 4;
    add({ kind: "lane", key: laneKey(roomTypeId), roomTypeId, levelCount: laneLevels }, laneHeight);
    for (const roomId of roomIds) add({ kind: "room", key: roomId, roomTypeId, roomId }, metrics.roomHeight);
  }
  tops.push(top);
  return { rows, tops, indexByKey };
}

export function planHeight(plan: RowPlan): number {
  return plan.tops[plan.rows.length] ?? 0;
}

export function heightOfRow(plan: RowPlan, index: number): number {
  return plan.tops[index + 1]! - plan.tops[index]!;
}

/** Index of the row at y, kept inside the plan; O(log n). -1 only when there are no rows. */
export function rowIndexAt(plan: RowPlan, y: number): number {
  let low = 0;
  let high = plan.rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (plan.tops[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, plan.rows.length - 1);
}
