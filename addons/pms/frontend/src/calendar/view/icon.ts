const SVG = "http://www.w3.org/2000/svg";

/** Line icons of the toolbar, drawn on a 20 × 20 field; decoration only, the button carries the words. */
const SHAPES = {
  left: "M12 4.5L6.5 10l5.5 5.5",
  right: "M8 4.5L13.5 10 8 15.5",
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13.2 13.2L17 17",
  plus: "M10 4v12M4 10h12",
  keyboard: "M3 5.5h14v9H3zM6 8.5h.1M9 8.5h.1M12 8.5h.1M14.5 8.5h.1M6.5 11.7h7",
} as const;

export function icon(name: keyof typeof SHAPES): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "board-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
