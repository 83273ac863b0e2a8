/**
 * Draws the board's small icons into icons.css: `node src/calendar/view/icons/draw.mjs` (CHROMIUM names the browser).
 *
 * They are bitmaps because a browser draws an SVG background anew for every chip that has it, which took a quarter of
 * the board's first paint. Three times their size on the page keeps them sharp on dense screens.
 */
import { writeFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import { chromium } from "playwright-core";

const DENSITY = 3;
const CHIP = { size: 13, view: 14 };
const LABEL = { size: 12, view: 12 };
const ROUND = "stroke-linecap='round' stroke-linejoin='round'";

const calendar = (color) => `<g fill='none' stroke='${color}' stroke-width='1.5' stroke-linejoin='round'><rect x='2' y='3' width='10' height='9' rx='1.6'/><path d='M2 6h10M5 1.6v2.6M9 1.6v2.6'/></g>`;
const clock = (color) => `<g fill='none' stroke='${color}' stroke-width='1.5' stroke-linecap='round'><circle cx='7' cy='7' r='5.2'/><path d='M7 4.2V7l2 1.4'/></g>`;
const key = (color) => `<g fill='none' stroke='${color}' stroke-width='1.5' ${ROUND}><circle cx='4.6' cy='9' r='2.9'/><path d='M6.8 6.9l5-5M9.6 4.1l2 2'/></g>`;
const tick = (color) => `<path d='M2.6 7.4l3 3 5.8-6.6' fill='none' stroke='${color}' stroke-width='1.6' ${ROUND}/>`;
const lock = (color) => `<g fill='none' stroke='${color}' stroke-width='1.5'><rect x='3' y='6.4' width='8' height='5.8' rx='1.2'/><path d='M4.8 6.2V4.4a2.2 2.2 0 0 1 4.4 0v1.8'/></g>`;
const due = "<circle cx='7' cy='7' r='5.6' fill='#b3261e'/><path d='M7 4v3.6M7 9.7v.1' stroke='#fff' stroke-width='1.7' stroke-linecap='round'/>";
const ring = "<circle cx='6' cy='6' r='4' fill='none' stroke='#3a9a5f' stroke-width='1.6'/>";
const inspected = `<path d='M2 6.5l2.8 2.8L10 3.4' fill='none' stroke='#1b6e3c' stroke-width='1.9' ${ROUND}/>`;
const triangle = "<path d='M6 1.5l5 9H1z' fill='#e0992f'/>";
const cross = "<path d='M2.5 2.5l7 7M9.5 2.5l-7 7' fill='none' stroke='#b3261e' stroke-width='1.9' stroke-linecap='round'/>";
const chevron = (path) => `<path d='${path}' fill='none' stroke='#596273' stroke-width='1.6' ${ROUND}/>`;

/** Statuses as a chip (rule) and in the legend (variable). */
const statuses = [
  ["CONFIRMED", "confirmed", calendar, "#174a97", "#9cc2ff"],
  ["HOLD", "hold", clock, "#8a5300", "#f3c27a"],
  ["CHECKED_IN", "in-house", key, "#1b6e3c", "#86d6a4"],
  ["CHECKED_OUT", "departed", tick, "#4d5666", "#b4bdcc"],
];
const LIGHT = ':root, [data-bs-theme="light"]';
const DARK = '[data-bs-theme="dark"]';

/** A PNG with a palette: a twentieth of what a browser's own encoder writes for so few colours. */
function png(width, pixels) {
  const palette = [];
  const places = new Map();
  const rows = Buffer.alloc(width * (width + 1));
  for (let index = 0; index < width * width; index += 1) {
    const alpha = Math.round(pixels[index * 4 + 3] / 17) * 17;
    const color = alpha === 0 ? [0, 0, 0] : [0, 1, 2].map((part) => Math.min(255, Math.round(pixels[index * 4 + part] / 8) * 8));
    const name = [...color, alpha].join();
    if (!places.has(name)) places.set(name, palette.push([...color, alpha]) - 1);
    rows[Math.floor(index / width) * (width + 1) + 1 + (index % width)] = places.get(name);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
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

async function url(shape, { size, view }) {
  const width = size * DENSITY;
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${width}' viewBox='0 0 ${view} ${view}'>${shape}</svg>`;
  const pixels = await page.evaluate(
    async ([source, side]) => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side }).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return [...canvas.getImageData(0, 0, side, side).data];
    },
    [svg, width],
  );
  return `url("data:image/png;base64,${png(width, pixels).toString("base64")}")`;
}

const lines = ["/* Drawn by draw.mjs; change it and draw again. */"];
const image = async (selector, shape, kind) => lines.push(`${selector} { background-image: ${await url(shape, kind)}; }`);
const variable = async (name, shape) => `  --board-icon-${name}: ${await url(shape, CHIP)};`;

await image(".board-label.room", ring, LABEL);
await image(".board-label.room.INSPECTED", inspected, LABEL);
await image(".board-label.room.DIRTY", triangle, LABEL);
await image(".board-label.room.OUT_OF_ORDER", cross, LABEL);
await image(".group-toggle", chevron("M2.5 4.5L6 8l3.5-3.5"), LABEL);
await image('.group-toggle[aria-expanded="false"]', chevron("M4.5 2.5L8 6 4.5 9.5"), LABEL);
for (const [status, , draw, light] of statuses) await image(`.stay.${status}`, draw(light), CHIP);
for (const [status, , draw, , dark] of statuses) await image(`${DARK} .stay.${status}`, draw(dark), CHIP);
for (const [theme, column, lockColor] of [[LIGHT, 3, "#596273"], [DARK, 4, "#a7b1c2"]]) {
  lines.push("", `${theme} {`);
  for (const status of statuses) lines.push(await variable(status[1], status[2](status[column])));
  lines.push(await variable("lock", lock(lockColor)));
  if (theme === LIGHT) lines.push(await variable("due", due));
  lines.push("}");
}
await browser.close();
await writeFile(new URL("icons.css", import.meta.url), `${lines.join("\n")}\n`);
