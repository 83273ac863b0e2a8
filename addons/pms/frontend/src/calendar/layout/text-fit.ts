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
const ELLIPSIS = "…";

/** What a chip says: the whole name as text, and a note after it that is only drawn. A part of a name is a note too. */
export interface ChipWords {
  readonly name: string;
  readonly note: string;
}

/** As much of the text as fits `width` pixels; empty when not even two letters fit. */
export function cutText(text: string, width: number, measure: MeasureCharacter): ChipWords {
  const ellipsis = width < WIDTH_FOR_ELLIPSIS ? "" : ELLIPSIS;
  const room = width - widthOf(ellipsis, measure);
  let used = 0;
  let fits = 0;
  let index = 0;
  for (const character of text) {
    used += measure(character);
    index += character.length;
    if (used <= room) fits = index;
    if (used > width) return { name: "", note: fits > 1 ? text.slice(0, fits).trimEnd() + ellipsis : "" };
  }
  return { name: text, note: "" };
}

/**
 * What a chip of `width` pixels says: the name and as many details as fit; else the last name; else a part of it.
 *
 * @param details most important first
 */
export function chipWords(name: string, details: readonly string[], width: number, measure: MeasureCharacter): ChipWords {
  let used = widthOf(name, measure);
  if (used > width) return cutText(name.slice(name.lastIndexOf(" ") + 1), width, measure);
  let note = "";
  for (const detail of details) {
    used += widthOf(` · ${detail}`, measure);
    if (used > width) break;
    note += ` · ${detail}`;
  }
  return { name, note };
}
