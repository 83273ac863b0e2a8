/** The second click of a double-click. */

/**
 * Whether the browser counts this click as one more on the same spot, right after another. It counts across a reload:
 * what lies under the pointer by then is often the next row's button, which nobody meant to press. Keys and scripts
 * count 0.
 */
export function isSecondClick(event: UIEvent): boolean {
  return event.detail > 1;
}
