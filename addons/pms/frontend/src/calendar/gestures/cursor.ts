import { spanAt } from "../layout/spans";
import type { Day } from "../layout/days";
import type { BoardRows } from "../../state/board-rows";
import type { BoardStore } from "../../state/board-store";
import type { Closure, Segment } from "../../state/model";
import type { DayRange } from "../layout/views";

/** The cell the keyboard is on. Rows are named, not counted, since rows come and go above it. */
export interface Cursor {
  readonly rowKey: string;
  /** In a lane several stays lie over each other. */
  readonly level: number;
  readonly day: Day;
}

export type CellContent =
  | { readonly kind: "stay"; readonly segment: Segment }
  | { readonly kind: "closure"; readonly closure: Closure }
  | { readonly kind: "group"; readonly roomTypeId: string }
  | { readonly kind: "free" };

export interface CursorContext {
  readonly store: BoardStore;
  readonly rows: BoardRows;
  readonly range: DayRange;
}

export type Direction = "left" | "right" | "up" | "down";

export function contentAt({ store, rows }: CursorContext, { rowKey, level, day }: Cursor): CellContent {
  const row = rows.plan.rows[rows.plan.indexByKey.get(rowKey) ?? -1];
  if (row?.kind === "group") return { kind: "group", roomTypeId: row.roomTypeId };
  if (row?.kind === "room") {
    const segment = spanAt(store.row(rowKey), day);
    if (segment !== null) return { kind: "stay", segment };
    const closure = spanAt(store.closuresIn(rowKey), day);
    return closure === null ? { kind: "free" } : { kind: "closure", closure };
  }
  const segment = store.row(rowKey).find((one) => {
    return rows.levels.get(one.id) === level && one.start <= day && day < Math.max(one.end, one.start + 1);
  });
  return segment === undefined ? { kind: "free" } : { kind: "stay", segment };
}

/** The cursor that stands on a segment. */
export function cursorOn({ store, rows, range }: CursorContext, segment: Segment): Cursor {
  const day = Math.max(segment.start, range.firstDay);
  return { rowKey: store.rowKey(segment), level: rows.levels.get(segment.id) ?? 0, day };
}

/** One step. Sideways, a stay is one cell however many nights it takes. */
export function step(context: CursorContext, cursor: Cursor, direction: Direction): Cursor {
  if (direction === "left" || direction === "right") return stepSideways(context, cursor, direction);
  return stepRows(context, cursor, direction === "down" ? 1 : -1);
}

function stepSideways(context: CursorContext, cursor: Cursor, direction: "left" | "right"): Cursor {
  const { firstDay, dayCount } = context.range;
  const content = contentAt(context, cursor);
  let day = cursor.day + (direction === "right" ? 1 : -1);
  if (content.kind === "stay") day = direction === "right" ? Math.max(content.segment.end, day) : content.segment.start - 1;
  if (day < firstDay || day >= firstDay + dayCount) return cursor;
  return { ...cursor, day };
}

function stepRows({ rows }: CursorContext, cursor: Cursor, by: 1 | -1): Cursor {
  const { plan } = rows;
  const index = plan.indexByKey.get(cursor.rowKey) ?? 0;
  const row = plan.rows[index];
  const level = cursor.level + by;
  if (row?.kind === "lane" && level >= 0 && level < row.levelCount) return { ...cursor, level };
  const next = plan.rows[index + by];
  if (next === undefined) return cursor;
  const fromBelow = by === -1 && next.kind === "lane";
  return { ...cursor, rowKey: next.key, level: fromBelow ? Math.max(0, next.levelCount - 1) : 0 };
}

/** `count` rows up (negative) or down, for Page Up and Page Down. */
export function stepPage({ rows }: CursorContext, cursor: Cursor, count: number): Cursor {
  const index = (rows.plan.indexByKey.get(cursor.rowKey) ?? 0) + count;
  const row = rows.plan.rows[Math.max(0, Math.min(rows.plan.rows.length - 1, index))];
  return row === undefined ? cursor : { ...cursor, rowKey: row.key, level: 0 };
}
