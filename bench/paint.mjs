/**
 * Prints JSON: per round, main-thread milliseconds (DevTools, threadTicks) of painting and dragging the board.
 *
 * Steps and metrics are those under which calendar libraries and the bare grid were compared, and from which the goals
 * come: the page already shows a line of text above a grid of 1440 x 852, what making the data left behind is swept up
 * before the clock starts, and what an empty page costs in the same time is taken off.
 */
import { startBrowser } from "../addons/pms/frontend/tests/harness/browser.mjs";

const ROOMS = 500;
const NIGHTS = 30;
const MOVES = 60;
const GRID_HEIGHT = 852;
const rounds = Number(process.argv[2] ?? 3);
const browser = await startBrowser();

async function fresh() {
  const { page, context, errors } = await browser.open();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  /** Twice, since what the first sweep lets go may hold more. */
  const sweep = async () => {
    for (let time = 0; time < 2; time += 1) await devtools.send("HeapProfiler.collectGarbage");
  };
  return { page, context, errors, busy, sweep };
}

/** Stands a bar with a word in it above the grid, which takes `height` pixels at the foot of the window. */
function addBar(height) {
  const bar = document.createElement("div");
  bar.textContent = "Calendar";
  document.body.prepend(bar);
  Object.assign(document.getElementById("calendar").style, { insetBlockStart: "auto", blockSize: `${height}px` });
}

/** Runs `work` in the page until its result has been painted and the page is at rest; returns main-thread ms. */
async function cost({ page, busy }, work) {
  const before = await busy();
  await page.evaluate(work);
  await page.evaluate(() => new Promise((rest) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(rest, 300)))));
  return (await busy()) - before;
}

async function paintGrid() {
  const opened = await fresh();
  await opened.page.evaluate(([rooms, nights]) => (window.paint = window.mountGrid(rooms, nights)), [ROOMS, NIGHTS]);
  await opened.page.evaluate(addBar, GRID_HEIGHT);
  await opened.sweep();
  await opened.page.waitForTimeout(300);
  const floor = await cost(opened, () => undefined);
  const grid = await cost(opened, () => void window.paint());
  const nodes = await opened.page.evaluate(() => document.getElementsByTagName("*").length);
  const height = await opened.page.evaluate(() => document.querySelector(".board-grid").offsetHeight);
  await opened.context.close();
  if (height !== GRID_HEIGHT) throw new Error(`the grid is ${height} pixels high`);
  return { floor, grid: grid - floor, nodes };
}

async function paintPageAndDrag() {
  const opened = await fresh();
  const { page, busy } = opened;
  await page.evaluate((rooms) => { window.rooms = rooms; }, ROOMS);
  const before = await busy();
  await page.evaluate((nights) => void window.mountDemo(window.rooms, nights), NIGHTS);
  await page.locator(".stay[data-reservation-id]").first().waitFor();
  await page.waitForTimeout(500);
  const whole = (await busy()) - before;
  const chip = await page.evaluate(() => {
    const inside = [...document.querySelectorAll(".stay[data-reservation-id]")].map((each) => each.getBoundingClientRect());
    const found = inside.find(({ left, right, top, width }) => left > 500 && right < 1100 && top > 200 && top < 400 && width > 60);
    return { x: found.left + found.width / 2, y: found.top + found.height / 2 };
  });
  await page.mouse.move(chip.x, chip.y);
  await page.mouse.down();
  await page.mouse.move(chip.x + 3, chip.y + 12);
  await page.waitForTimeout(100);
  const start = await busy();
  for (let step = 1; step <= MOVES; step += 1) {
    await page.mouse.move(chip.x + 2 * Math.sin(step / 6), chip.y + 12 + (300 * step) / MOVES);
  }
  await page.waitForTimeout(50);
  const drag = ((await busy()) - start) / MOVES;
  const dragging = await page.evaluate(() => document.querySelector(".ghost:not([hidden])") !== null);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await opened.context.close();
  if (!dragging || opened.errors.length > 0) throw new Error(`the drag did not happen ${opened.errors.join(" ")}`);
  return { page: whole, drag };
}

const results = [];
for (let round = 0; round < rounds; round += 1) results.push({ ...(await paintGrid()), ...(await paintPageAndDrag()) });
await browser.close();
console.log(JSON.stringify(results));
