/**
 * Draws the board's small icons into icons.css: `node src/calendar/view/icons/draw.mjs` (CHROMIUM names the browser).
 *
 * They are bitmaps because a browser draws an SVG background anew for every chip that has it, which took a quarter of
 * the board's first paint; and one strip of bitmaps a theme because each image is fetched and decoded on its own. In the
 * strip they stand so far apart that no element is high enough to show two. Three times their size on the page keeps
 * them sharp on dense screens.
 */
import { writeFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import { chromium } from "playwright-core";

const DENSITY = 3;
const SIZE = 13;
/** From one icon of the strip to the next, in pixels of the page. */
const PITCH = 56;
const ROUND = "stroke-linecap='round' stroke-linejoin='round'";

const clock = (color) => `<g fill='none' stroke='${color}' stroke-width='1.5' stroke-linecap='round'><circle cx='7' cy='7' r='5.2'/><path d='M7 4.2V7l2 1.4'/></g>`;
const key = (color) => `<g fill='none' stroke='${color}' stroke-width='1.5' ${ROUND}><circle cx='4.6' cy='9' r='2.9'/><path d='M6.8 6.9l5-5M9.6 4.1l2 2'/></g>`;
const tick = (color) => `<path d='M2.6 7.4l3 3 5.8-6.6' fill='none' stroke='${color}' stroke-width='1.6' ${ROUND}/>`;
const lock = (color) => `<g fill='none' stroke='${color}' stroke-width='1.5'><rect x='3' y='6.4' width='8' height='5.8' rx='1.2'/><path d='M4.8 6.2V4.4a2.2 2.2 0 0 1 4.4 0v1.8'/></g>`;
const due = "<circle cx='7' cy='7' r='5.6' fill='#b3261e'/><path d='M7 4v3.6M7 9.7v.1' stroke='#fff' stroke-width='1.7' stroke-linecap='round'/>";
const ring = "<circle cx='6' cy='6' r='4' fill='none' stroke='#3a9a5f' stroke-width='1.6'/>";
const inspected = `<path d='M2 6.5l2.8 2.8L10 3.4' fill='none' stroke='#1b6e3c' stroke-width='1.9' ${ROUND}/>`;
const triangle = "<path d='M6 1.5l5 9H1z' fill='#e0992f'/>";
const cross = "<path d='M2.5 2.5l7 7M9.5 2.5l-7 7' fill='none' stroke='#b3261e' stroke-width='1.9' stroke-linecap='round'/>";
const chevron = (color, path) => `<path d='${path}' fill='none' stroke='${color}' stroke-width='1.6' ${ROUND}/>`;

/** From top to bottom: what it is called in variables, on which field it is drawn, who shows it, its shape in a theme. */
const LIGHT = { hold: "#8a5300", inHouse: "#1b6e3c", departed: "#4d5666", lock: "#596273", chevron: "#596273" };
const DARK = { hold: "#f3c27a", inHouse: "#86d6a4", departed: "#b4bdcc", lock: "#a7b1c2", chevron: "#a7b1c2" };
const icons = [
  ["hold", 14, ".stay.HOLD", ({ hold }) => clock(hold)],
  ["in-house", 14, ".stay.CHECKED_IN", ({ inHouse }) => key(inHouse)],
  ["departed", 14, ".stay.CHECKED_OUT", ({ departed }) => tick(departed)],
  ["lock", 14, ".stay.locked::before", (theme) => lock(theme.lock)],
  ["due", 14, ".stay.due::before", () => due],
  ["clean", 13, ".board-label.room", () => ring],
  ["inspected", 13, ".board-label.room.INSPECTED", () => inspected],
  ["dirty", 13, ".board-label.room.DIRTY", () => triangle],
  ["out-of-order", 13, ".board-label.room.OUT_OF_ORDER", () => cross],
  ["unfolded", 13, ".group-toggle", (theme) => chevron(theme.chevron, "M2.5 4.5L6 8l3.5-3.5")],
  ["folded", 13, '.group-toggle[aria-expanded="false"]', (theme) => chevron(theme.chevron, "M4.5 2.5L8 6 4.5 9.5")],
];

/** A PNG with a palette: a twentieth of what a browser's own encoder writes for so few colours. */
function png(width, height, pixels) {
  const palette = [];
  const places = new Map();
  const rows = Buffer.alloc(height * (width + 1));
  for (let index = 0; index < width * height; index += 1) {
    const alpha = Math.round(pixels[index * 4 + 3] / 17) * 17;
    const color = alpha === 0 ? [0, 0, 0] : [0, 1, 2].map((part) => Math.min(255, Math.round(pixels[index * 4 + part] / 16) * 16));
    const name = [...color, alpha].join();
    if (!places.has(name)) places.set(name, palette.push([...color, alpha]) - 1);
    rows[Math.floor(index / width) * (width + 1) + 1 + (index % width)] = places.get(name);
  }
  if (palette.length > 256) throw new Error(`${palette.length} colours are more than a palette holds`);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap((color) => color.slice(0, 3)))),
    chunk("tRNS", Buffer.from(palette.map((color) => color[3]))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();

async function strip(theme) {
  const [width, height] = [SIZE * DENSITY, icons.length * PITCH * DENSITY];
  const shapes = icons.map(([, field, , draw], place) => {
    const top = (place * PITCH + (PITCH - SIZE) / 2) * DENSITY;
    return `<g transform='translate(0 ${top}) scale(${width / field})'>${draw(theme)}</g>`;
  });
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'>${shapes.join("")}</svg>`;
  const pixels = await page.evaluate(
    async ([source, wide, high]) => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: high }).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return [...canvas.getImageData(0, 0, wide, high).data];
    },
    [svg, width, height],
  );
  return `url("data:image/png;base64,${png(width, height, pixels).toString("base64")}")`;
}

/** The vertical position that puts an icon of the strip in the middle of an element, however high that is. */
const middle = (place) => `calc(50% + ${((icons.length - 1) / 2 - place) * PITCH}px)`;
const place = (name) => middle(icons.findIndex(([other]) => other === name));
const layer = (name, side) => `var(--board-icons) ${side} ${place(name)} / ${SIZE}px no-repeat`;
const users = [...icons.map(([, , selector]) => selector), ".stay-sample:not(.CONFIRMED, .closed)::before", ".stay-sign::before"];
const within = (theme) => users.map((selector) => `${theme}${selector}`).join(", ");

const light = await strip(LIGHT);
const dark = await strip(DARK);
const lines = [
  "/* Drawn by draw.mjs; change it and draw again. */",
  `${within("")} { background-image: ${light}; background-repeat: no-repeat; background-size: ${SIZE}px; }`,
  `${within('[data-bs-theme="dark"] ')} { background-image: ${dark}; }`,
  ...icons.map(([, , selector], index) => `${selector} { background-position-y: ${middle(index)}; }`),
  "",
  "/* A locked stay with a balance shows the strip twice. */",
  `:root, [data-bs-theme="light"] { --board-icons: ${light}; }`,
  `[data-bs-theme="dark"] { --board-icons: ${dark}; }`,
  `.stay.locked-due::before { background: ${layer("lock", "0")}, ${layer("due", "100%")}; }`,
  "",
  "/* The legend. */",
  ...[["HOLD", "hold"], ["CHECKED_IN", "in-house"], ["CHECKED_OUT", "departed"]].map(
    ([status, name]) => `.stay-sample.${status}::before { background-position: 50% ${place(name)}; }`,
  ),
  `.stay-sign::before { background-position-y: ${place("due")}; }`,
  `.stay-sign.locked::before { background-position-y: ${place("lock")}; }`,
];
await browser.close();
await writeFile(new URL("icons.css", import.meta.url), `${lines.join("\n")}\n`);
