/**
 * Drives the components in Chromium: `npm run build && npm run harness [-- --shots FOLDER]`.
 * Every step ends with an axe run; CHROMIUM names another browser binary.
 */
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { scenarios } from "./scenarios.mjs";
import { startServer } from "./server.mjs";

const at = process.argv.indexOf("--shots");
const shots = at === -1 ? undefined : process.argv[at + 1];
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const server = await startServer();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
if (shots !== undefined) await mkdir(shots, { recursive: true });

const views = [
  { name: "light", viewport: { width: 1280, height: 900 } },
  { name: "dark", viewport: { width: 1280, height: 900 }, dark: true },
  { name: "phone", viewport: { width: 390, height: 844 } },
];

async function violationsOf(page) {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => (animation.effect?.getTiming().iterations === Infinity ? null : animation.finished))));
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(" ")).join(", ")})`);
}

async function runOne(view, name, scenario) {
  const context = await browser.newContext({ viewport: view.viewport, reducedMotion: "reduce", locale: "en-GB" });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) errors.push(message.text());
  });
  page.setDefaultTimeout(5000);
  server.requests.length = 0;
  try {
    await page.goto(server.url);
    if (view.dark) await page.evaluate(() => (document.documentElement.dataset.bsTheme = "dark"));
    await scenario({ page, requests: server.requests, errors });
    errors.push(...(await violationsOf(page)));
  } catch (error) {
    errors.push(error.message);
  }
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}-${view.name}.png`) });
  await context.close();
  console.log(`${errors.length === 0 ? "ok  " : "FAIL"} ${name} (${view.name})${errors.map((error) => `\n     ${error}`).join("")}`);
  return errors.length === 0;
}

let passed = 0;
let failed = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
  if (only !== undefined && !name.includes(only)) continue;
  for (const view of views) {
    if (await runOne(view, name, scenario)) passed += 1;
    else failed += 1;
  }
}
await browser.close();
server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
