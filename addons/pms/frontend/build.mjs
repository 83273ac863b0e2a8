/**
 * Builds the browser side: `npm run build` (or `-- --development`, `-- --watch`).
 *
 * Writes ../static/pms/{components,calendar}.{js,css} and copies the shared admin stylesheet and htmx
 * to the host's vendor folder. Both targets are built files and stay out of version control.
 */
import { access, copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "../static/pms");
const vendor = join(here, "../../../oppsera_host/web/static/vendor");
const watching = process.argv.includes("--watch");
const development = watching || process.argv.includes("--development");

/** Output name → source; the stylesheet of an entry is its own entry so that pages can link it first. */
const wanted = {
  components: "src/components/index.ts",
  calendar: "src/screens/reservations-calendar.ts",
};
const stylesheets = {
  components: "src/styles/components.css",
  calendar: "src/styles/calendar.css",
};
/** The board's styles may live beside its code; the first that exists is taken. */
const calendarStylesheets = ["src/screens/reservations-calendar.css", "src/calendar/calendar.css", stylesheets.calendar];

const exists = (path) => access(path).then(() => true, () => false);

async function entryPoints() {
  const entries = {};
  for (const [name, source] of Object.entries(wanted)) {
    if (await exists(join(here, source))) entries[name] = source;
    else console.warn(`skipped ${name}: ${source} does not exist`);
  }
  return entries;
}

async function styleEntryPoints() {
  const entries = { components: stylesheets.components };
  for (const source of calendarStylesheets) {
    if (await exists(join(here, source))) return { ...entries, calendar: source };
  }
  return entries;
}

const shared = {
  absWorkingDir: here,
  outdir: output,
  bundle: true,
  minify: !development,
  sourcemap: development ? "inline" : false,
  target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  legalComments: "none",
  logLevel: "warning",
};

/** Script bundles may not also emit a stylesheet of the same name, so CSS is never imported from TypeScript. */
async function buildOptions() {
  return [
    {
      ...shared,
      entryPoints: await entryPoints(),
      format: "esm",
      splitting: true,
      chunkNames: "chunks/[name]-[hash]",
      define: { "process.env.NODE_ENV": development ? '"development"' : '"production"' },
      conditions: development ? ["development"] : ["production"],
    },
    { ...shared, entryPoints: await styleEntryPoints() },
  ];
}

/** Source-map comments point at files that are not shipped; a browser would ask for them in vain. */
async function copyWithoutSourceMap(source, target) {
  const text = await readFile(source, "utf8");
  await writeFile(target, text.replace(/\n?\/[/*]# sourceMappingURL=[^\n]*/g, "\n"));
}

async function copyVendor() {
  await mkdir(vendor, { recursive: true });
  const modules = join(here, "node_modules");
  await copyWithoutSourceMap(join(modules, "@tabler/core/dist/css/tabler.min.css"), join(vendor, "tabler.min.css"));
  await copyWithoutSourceMap(join(modules, "htmx.org/dist/htmx.min.js"), join(vendor, "htmx.min.js"));
  await copyFile(join(modules, "htmx.org/LICENSE"), join(vendor, "htmx.LICENSE.txt"));
}

async function reportSizes() {
  for (const name of (await readdir(output)).sort()) {
    if (!/\.(js|css)$/.test(name)) continue;
    const bytes = await readFile(join(output, name));
    console.log(`${name.padEnd(16)} ${(bytes.length / 1000).toFixed(1)} kB, ${(gzipSync(bytes).length / 1000).toFixed(1)} kB gzip`);
  }
}

/** Replaces what an earlier build wrote, once everything is built: a mistake in the sources leaves it as it was. */
async function build(options) {
  const built = await Promise.all(options.map((one) => esbuild.build({ ...one, write: false })));
  await rm(output, { recursive: true, force: true });
  for (const { path, contents } of built.flatMap(({ outputFiles }) => outputFiles)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
}

await copyVendor();
const options = await buildOptions();
if (watching) {
  for (const one of options) await (await esbuild.context(one)).watch();
  console.log("watching for changes");
} else {
  await build(options);
  await reportSizes();
}
