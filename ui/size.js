/** Holds what an observer loads to its size, and both pages to loading nothing from outside. Run by `npm run build`. */

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** Bytes, gzipped: all that an observer's browser loads before the session's debrief. */
const LIMIT = 60_000;

/** Every file of a page by its name: `index.html`, `assets/….js`. */
function filesOf(page) {
  const root = new URL(`./dist/${page}/`, import.meta.url);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`;
      return [path.slice(root.pathname.length).replace(/^\/+/, ""), readFileSync(path)];
    }),
  );
}

/** What only note-takers load, when it turns out that somebody is one; all else of the page is for observers, too. */
const NOTE_TAKERS = /\b(NoteTaker|KeptNotes)-[^/]*$/;

/** What an observer's browser loads from the page's `index.html` on, at once or also later, with the styles of each script. */
function loadedByObservers(files, later) {
  const loaded = new Set(["index.html"]);
  for (const name of loaded) {
    const text = files.get(name)?.toString() ?? "";
    const found = name.endsWith(".html")
      ? text.matchAll(/(?:src|href)="(?:\.\/|\/)([^"]+)"/g)
      : name.endsWith(".js")
        ? [
            ...text.matchAll(/(?:^|[;}\s])(?:import|export)(?:[^"'()]*?from)?\s*["']\.\/([^"']+)["']/g),
            ...(later ? text.matchAll(/\bimport\(\s*["'`]\.\/([^"'`]+)["'`]/g) : []),
          ]
        : [];
    for (const [, reference] of found) {
      const target = name.endsWith(".html") ? reference : `assets/${reference}`;
      if (files.has(target) && !NOTE_TAKERS.test(target)) loaded.add(target);
    }
    const chunk = /^(.+)-.{8}\.js$/.exec(name)?.[1];
    for (const style of files.keys()) {
      if (chunk && chunk === /^(.+)-.{8}\.css$/.exec(style)?.[1]) loaded.add(style);
    }
  }
  return [...loaded];
}

const weigh = (files, names) => names.reduce((sum, name) => sum + gzipSync(files.get(name)).length, 0);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

const room = filesOf("room");
const observer = loadedByObservers(room, true);
const size = weigh(room, loadedByObservers(room, false));
console.log(`Gzipped, an observer loads ${kilobytes(size)} of ${LIMIT / 1000} kB (with the debrief ${kilobytes(weigh(room, observer))}), a note-taker ${kilobytes(weigh(room, [...room.keys()]))}.`);
const scripts = observer.filter((name) => name.endsWith(".js"));
const problems = [];
if (scripts.length === 0) problems.push("The room's page loads no script: its files are not named as expected.");
if (size > LIMIT) problems.push("The observer's page is too large.");
if (scripts.some((name) => room.get(name).toString().includes("backroom.outbox."))) {
  problems.push("An observer loads the note-taker's outbox.");
}
for (const [name, bytes] of [...room, ...filesOf("console")]) {
  const outside = /(?:src|href)="(?:https?:)?\/\/|url\(["']?(?:https?:)?\/\/|@import/.exec(/\.(html|css)$/.test(name) ? bytes.toString() : "");
  if (outside) problems.push(`${name} loads something from outside: ${outside[0]}`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
