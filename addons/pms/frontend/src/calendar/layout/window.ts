import { type RowPlan, planHeight, rowIndexAt } from "./rows";
import type { Scale } from "./scale";

/** What the scroller shows: its offsets and the size of the part that holds rows and nights. */
export interface Viewport {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** Rows and columns that exist in the page; all bounds are inclusive. */
export interface Window {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** The first night that is seen whole; names of stays that began before it are written from here on. */
  readonly firstWholeColumn: number;
  /** True while scrolling so fast that names could not be read: chips are then colour bars. */
  readonly fast: boolean;
}

/** Rows above and below the ones in sight that exist too, so that scrolling finds them there. */
export const CALM_OVERSCAN = 4;
/** More than this share of a page in one frame counts as fast. */
const FAST_SHARE = 1 / 3;

/**
 * The window to draw.
 *
 * Overscan grows with the speed in the direction of travel, so that the next frame is already there. When scrolling
 * is fast, the window is drawn where the viewport will be in the next frame and without overscan.
 *
 * @param speed pixels the scroller went down since the last frame, negative upwards
 * @param overscan rows to draw beyond the ones in sight while it is calm; a board that was never scrolled needs none,
 *   and no column beyond the ones in sight either
 */
export function windowFor(plan: RowPlan, scale: Scale, viewport: Viewport, speed: number, overscan = CALM_OVERSCAN): Window {
  const fast = Math.abs(speed) > viewport.height * FAST_SHARE;
  const lowest = Math.max(0, planHeight(plan) - viewport.height);
  const top = fast ? Math.max(0, Math.min(lowest, viewport.top + speed)) : viewport.top;
  const ahead = fast ? 0 : Math.ceil((Math.abs(speed) * 1.2) / 30);
  const above = overscan + (speed < 0 ? ahead : 0);
  const below = overscan + (speed > 0 ? ahead : 0);
  return {
    firstRow: Math.max(0, rowIndexAt(plan, top) - above),
    lastRow: Math.min(plan.rows.length - 1, rowIndexAt(plan, top + viewport.height) + below),
    ...columnsFor(scale, viewport, overscan > 0 ? 1 : 0),
    fast,
  };
}

/** Columns in sight and `spare` more on each side. */
function columnsFor(
  scale: Scale,
  viewport: Viewport,
  spare: number,
): Pick<Window, "firstColumn" | "lastColumn" | "firstWholeColumn"> {
  const first = Math.floor(viewport.left / scale.columnWidth) - spare;
  const last = Math.ceil((viewport.left + viewport.width) / scale.columnWidth) - 1 + spare;
  return {
    firstColumn: Math.max(0, first),
    lastColumn: Math.min(scale.dayCount - 1, last),
    firstWholeColumn: Math.ceil(viewport.left / scale.columnWidth),
  };
}

export function sameColumns(one: Window, other: Window): boolean {
  if (one.firstColumn !== other.firstColumn || one.lastColumn !== other.lastColumn) return false;
  return one.firstWholeColumn === other.firstWholeColumn;
}

/** Whether what is drawn still covers the viewport with two rows to spare, so that nothing has to be done. */
export function stillCovers(drawn: Window, wanted: Window, rowCount: number): boolean {
  if (drawn.fast !== wanted.fast) return false;
  if (!sameColumns(drawn, wanted)) return false;
  const spare = drawn.fast ? 0 : CALM_OVERSCAN - 2;
  // At the ends of the board the overscan is cut off, so there is nothing to spare.
  const coversTop = drawn.firstRow <= wanted.firstRow + (wanted.firstRow === 0 ? 0 : spare);
  const coversBottom = drawn.lastRow >= wanted.lastRow - (wanted.lastRow === rowCount - 1 ? 0 : spare);
  return coversTop && coversBottom;
}
