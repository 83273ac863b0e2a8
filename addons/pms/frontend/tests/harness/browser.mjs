/** Builds the demo page and opens it in Chromium; CHROMIUM names another browser binary. */
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-precise-memory-info",
  "--js-flags=--expose-gc",
];

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Reservations calendar</title>
<link rel="stylesheet" href="/tabler.css"><link rel="stylesheet" href="/components.css"><link rel="stylesheet" href="/calendar.css">
<style>html,body{margin:0;height:100%;overflow:hidden}#calendar{position:absolute;inset:0}</style>
<main><div id="calendar"></div></main><script src="/demo.js"></script></html>`;

async function buildPage() {
  const folder = await mkdtemp(join(tmpdir(), "board-"));
  const shared = { absWorkingDir: root, bundle: true, minify: true, outdir: folder, logLevel: "warning" };
  const define = { "process.env.NODE_ENV": '"production"' };
  await esbuild.build({ ...shared, entryPoints: { demo: join(here, "demo.ts") }, format: "iife", define, conditions: ["production"] });
  await esbuild.build({
    ...shared,
    entryPoints: {
      calendar: "src/screens/reservations-calendar.css",
      components: "src/styles/components.css",
      tabler: "node_modules/@tabler/core/dist/css/tabler.min.css",
    },
  });
  await writeFile(join(folder, "index.html"), page);
  return folder;
}

/** Serves the page and starts a browser. */
export async function startBrowser() {
  const folder = await buildPage();
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, "http://demo").pathname;
    const file = join(folder, name === "/" ? "index.html" : name.slice(1));
    const isolated = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { ...isolated, "Content-Type": TYPES[extname(file)] ?? "text/plain" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const address = `http://127.0.0.1:${server.address().port}/`;
  return {
    /** A fresh page; errors of the page are collected in `errors`. */
    async open(query = "", options = {}) {
      const viewport = { width: 1440, height: 900 };
      const context = await browser.newContext({ viewport, locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce", ...options });
      const opened = await context.newPage();
      opened.setDefaultTimeout(5000);
      const errors = [];
      opened.on("pageerror", (error) => errors.push(`page error: ${error.message}\n${error.stack}`));
      await opened.goto(address + query);
      return { page: opened, context, errors };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
