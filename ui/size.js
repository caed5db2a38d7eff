/** Holds the room's page to its size, and both pages to loading nothing from outside. Run by `npm run build`. */

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 60_000;

function filesOf(page) {
  const root = new URL(`./dist/${page}/`, import.meta.url);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(`${entry.parentPath}/${entry.name}`) }));
}

const room = filesOf("room");
const size = room.reduce((sum, { bytes }) => sum + gzipSync(bytes).length, 0);
console.log(`The room's page is ${(size / 1000).toFixed(1)} kB gzipped, of ${LIMIT / 1000} kB.`);
if (size > LIMIT) {
  console.error("The room's page is too large.");
  process.exit(1);
}
for (const { name, bytes } of [...room, ...filesOf("console")]) {
  const outside = /(?:src|href)="(?:https?:)?\/\/|url\(["']?(?:https?:)?\/\/|@import/.exec(/\.(html|css)$/.test(name) ? bytes.toString() : "");
  if (outside) {
    console.error(`${name} loads something from outside: ${outside[0]}`);
    process.exit(1);
  }
}
