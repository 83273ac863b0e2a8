import type { Day } from "./days";

/** Anything that occupies a row for the nights [start, end). */
export interface Span {
  readonly start: Day;
  readonly end: Day;
}

/** Index of the first span that ends after `day`. In one room spans never overlap, so their ends are sorted too. */
export function firstEndingAfter(sorted: readonly Span[], day: Day): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.end <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first span of a sorted row that shares a night with [start, end) and is not left out; O(log n). */
export function firstOverlap<T extends Span>(
  sorted: readonly T[],
  start: Day,
  end: Day,
  leaveOut?: (span: T) => boolean,
): T | null {
  for (let index = firstEndingAfter(sorted, start); index < sorted.length; index += 1) {
    const span = sorted[index]!;
    if (span.start >= end) return null;
    if (!leaveOut?.(span)) return span;
  }
  return null;
}

/** The span that holds the night `day`. */
export function spanAt<T extends Span>(sorted: readonly T[], day: Day): T | null {
  return firstOverlap(sorted, day, day + 1);
}

/** Puts a span where its start belongs. Changes the array. */
export function insertSorted<T extends Span>(sorted: T[], span: T): void {
  let index = sorted.length;
  while (index > 0 && startsAfter(sorted[index - 1]!, span)) index -= 1;
  sorted.splice(index, 0, span);
}

function startsAfter(one: Span, other: Span): boolean {
  return one.start > other.start || (one.start === other.start && one.end > other.end);
}
