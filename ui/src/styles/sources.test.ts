import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("..", import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(svelte|html|css)$/.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, root), "utf8") }));

test("no style attribute stands in a template: the pages' policy forbids it", () => {
  for (const { name, text } of sources) expect(text, name).not.toMatch(/<[^>]*\sstyle="/);
});

test("nothing is loaded from outside", () => {
  for (const { name, text } of sources) expect(text, name).not.toMatch(/(?:src|href|url\(|@import)\s*[=(]?\s*["']?(?:https?:)?\/\//);
});

test("nothing is rendered as HTML", () => {
  for (const { name, text } of sources) expect(text, name).not.toMatch(/\{@html|innerHTML/);
});
