import { type MeasureCharacter, rememberWidths } from "../layout/text-fit";

/** Weight and size of chip names, as `.stay` has them in stay.css; reading them back would ask the page for a style. */
const CHIP_FONT = "500 12.5px";

/** Measures characters of chip names in the font family of `host`. */
export function measureChipFont(host: Element): MeasureCharacter {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return () => 7;
  context.font = `${CHIP_FONT} ${getComputedStyle(host).fontFamily}`;
  return rememberWidths((character) => context.measureText(character).width);
}
