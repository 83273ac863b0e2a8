/** How near to an edge (pixels) a dragged stay makes the board scroll. */
const EDGE = 40;
const FASTEST = 18;

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels to scroll in this frame for a pointer at (x, y); the nearer to the edge, the faster. */
export function scrollStep(x: number, y: number, box: Box): { dx: number; dy: number } {
  return { dx: along(x, box.left, box.right), dy: along(y, box.top, box.bottom) };
}

function along(place: number, low: number, high: number): number {
  const before = low + EDGE - place;
  if (before > 0) return -speed(before);
  const after = place - (high - EDGE);
  return after > 0 ? speed(after) : 0;
}

function speed(depth: number): number {
  return Math.ceil(FASTEST * Math.min(1, depth / EDGE));
}
