/**
 * Uses the calendar page as a person would, on made-up data: `node tests/harness/run.mjs [--only WORD] [--shots FOLDER]`.
 * Every scenario ends with an axe run.
 */
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { startBrowser } from "./browser.mjs";
import { scenarios } from "./scenarios.mjs";

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const only = option("--only");
const shots = option("--shots");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const browser = await startBrowser();
if (shots !== undefined) await mkdir(shots, { recursive: true });

async function violationsOf(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly }), rules);
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.slice(0, 4).map((node) => node.target.join(" ")).join(", ")})`);
}

let failed = 0;
for (const [name, { run, query = "?view=twoWeeks", rooms = 40, options }] of Object.entries(scenarios)) {
  if (only !== undefined && !name.includes(only)) continue;
  const { page, context, errors } = await browser.open(query, options);
  try {
    await page.evaluate((count) => (window.demo = window.mountDemo(count, 30)), rooms);
    await page.locator(".stay[data-reservation-id]").first().waitFor();
    await run(page);
    errors.push(...(await violationsOf(page)));
  } catch (error) {
    errors.push(error.message);
  }
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name.replaceAll(" ", "-")}.png`) });
  await context.close();
  failed += errors.length === 0 ? 0 : 1;
  console.log(`${errors.length === 0 ? "ok  " : "FAIL"} ${name}${errors.map((error) => `\n     ${error}`).join("")}`);
}
await browser.close();
process.exitCode = failed === 0 ? 0 : 1;
