/** Chip texts are cut here and not by CSS: an overflow clip on each chip costs a third of a drag frame. */

/** Width of one character in pixels. */
export type MeasureCharacter = (character: string) => number;

/** Remembers the width of each character it has seen. */
export function rememberWidths(measure: MeasureCharacter): MeasureCharacter {
  const widths = new Map<string, number>();
  return (character) => {
    let width = widths.get(character);
    if (width === undefined) {
      width = measure(character);
      widths.set(character, width);
    }
    return width;
  };
}

function widthOf(text: string, measure: MeasureCharacter): number {
  let width = 0;
  for (const character of text) width += measure(character);
  return width;
}

/** Narrower than this an ellipsis would take the place of the letters that matter. */
const WIDTH_FOR_ELLIPSIS = 44;

/** The text, or as much of it as fits `width` pixels; empty when not even two letters fit. */
export function cutText(text: string, width: number, measure: MeasureCharacter): string {
  const tail = width < WIDTH_FOR_ELLIPSIS ? "" : "…";
  const room = width - widthOf(tail, measure);
  let used = 0;
  let fits = 0;
  let index = 0;
  for (const character of text) {
    used += measure(character);
    index += character.length;
    if (used <= room) fits = index;
    if (used > width) return fits > 1 ? text.slice(0, fits).trimEnd() + tail : "";
  }
  return text;
}

/**
 * What a chip of `width` pixels says: the name and as many details as fit; else the last name; else a part of it.
 *
 * @param details most important first
 */
export function chipText(name: string, details: readonly string[], width: number, measure: MeasureCharacter): string {
  let text = name;
  let used = widthOf(name, measure);
  if (used > width) return cutText(name.slice(name.lastIndexOf(" ") + 1), width, measure);
  for (const detail of details) {
    used += widthOf(` · ${detail}`, measure);
    if (used > width) break;
    text += ` · ${detail}`;
  }
  return text;
}
