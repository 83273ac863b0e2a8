import type { Span } from "./spans";

/**
 * Stacks spans that may overlap (stays without a room) into as few levels as their overlap needs.
 *
 * @param sorted spans by start
 * @returns the level of each span, in the same order, and how many levels there are
 */
export function stack(sorted: readonly Span[]): { levels: number[]; levelCount: number } {
  const endOfLevel: number[] = [];
  const levels = sorted.map((span) => {
    let level = endOfLevel.findIndex((end) => end <= span.start);
    if (level < 0) level = endOfLevel.length;
    // A day use takes its day, although it takes no night.
    endOfLevel[level] = Math.max(span.end, span.start + 1);
    return level;
  });
  return { levels, levelCount: endOfLevel.length };
}
