import type { Day } from "./days";

/** Dates ↔ pixels. x = 0 is the left edge of the first night's column. */
export interface Scale {
  readonly firstDay: Day;
  readonly dayCount: number;
  readonly columnWidth: number;
}

/** Where a chip or closure stands in its row, in whole pixels, cut to the shown nights. */
export interface Bar {
  readonly left: number;
  readonly width: number;
  readonly cutAtStart: boolean;
  readonly cutAtEnd: boolean;
}

/** Air between two chips that touch at noon. */
export const CHIP_GAP = 2;

export function contentWidth(scale: Scale): number {
  return scale.dayCount * scale.columnWidth;
}

export function leftOfDay(scale: Scale, day: Day): number {
  return (day - scale.firstDay) * scale.columnWidth;
}

/** The day whose column holds x, kept inside the shown nights. */
export function dayAt(scale: Scale, x: number): Day {
  const column = Math.floor(x / scale.columnWidth);
  return scale.firstDay + Math.max(0, Math.min(scale.dayCount - 1, column));
}

/**
 * The bar of [start, end), from the middle of the arrival column to the middle of the departure column, so that
 * a departure and an arrival on one day touch and never overlap. A day use (start = end) is half a column wide.
 * Returns null when nothing of it is inside the shown nights.
 */
export function barOf(scale: Scale, start: Day, end: Day): Bar | null {
  const { columnWidth } = scale;
  const dayUse = start === end;
  const from = leftOfDay(scale, start) + (dayUse ? columnWidth / 4 : columnWidth / 2);
  const to = dayUse ? from + columnWidth / 2 : leftOfDay(scale, end) + columnWidth / 2;
  const edge = contentWidth(scale);
  if (to <= 0 || from >= edge) return null;
  const cutAtStart = from < 0;
  const cutAtEnd = to > edge;
  const left = cutAtStart ? 0 : Math.round(from) + CHIP_GAP;
  const right = cutAtEnd ? edge : Math.round(to) - CHIP_GAP;
  return { left, width: Math.max(right - left, 4), cutAtStart, cutAtEnd };
}

/** By how many whole nights a pointer that went `distance` pixels sideways moved a stay. */
export function nightsMoved(scale: Scale, distance: number): number {
  return Math.round(distance / scale.columnWidth) + 0;
}
