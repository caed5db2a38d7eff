import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Colour = [number, number, number];
const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** The declarations of the first block whose selector contains a text. */
function declarations(selector: string): Map<string, string> {
  const at = css.indexOf(selector);
  expect(at, `tokens.css has a block ${selector}`).toBeGreaterThan(-1);
  const block = css.slice(css.indexOf("{", at) + 1, css.indexOf("}", at));
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

const palette = declarations("/* The palette of tags");
const sets = {
  light: declarations("[data-theme=\"light\"] {"),
  "dark, by the system": declarations(":root:not([data-theme=\"light\"])"),
  "dark, chosen": declarations("\n[data-theme=\"dark\"] {"),
};

const rgb = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Colour;
const mix = (a: Colour, share: number, b: Colour): Colour => a.map((value, i) => value * share + (b[i] ?? 0) * (1 - share)) as Colour;
/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (colour: Colour) => {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: Colour, b: Colour) => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

/** Text on what it may stand on. */
const pairs: [text: string, backgrounds: string[]][] = [
  ["ink", ["bg", "surface", "sunk", "accent-soft", "warn-soft", "live-soft", "off-soft"]],
  ["ink2", ["bg", "surface", "sunk", "accent-soft", "warn-soft"]],
  ["muted", ["bg", "surface", "sunk", "accent-soft"]],
  ["accent", ["bg", "surface", "sunk", "accent-soft"]],
  ["on-accent", ["accent"]],
  ["live", ["bg", "surface", "sunk", "live-soft"]],
  ["warn", ["bg", "surface", "sunk", "warn-soft"]],
  ["off", ["bg", "surface", "off-soft"]],
];
const hues = ["pain", "delight", "quote", "bug", "confusion", "surprise", "idea", "follow", "grey"];

describe.each(Object.entries(sets))("%s", (_, set) => {
  const colour = (name: string) => rgb(set.get(name) ?? palette.get(name) ?? "");
  const share = (name: string) => Number.parseFloat(set.get(name) ?? "") / 100;

  test.each(pairs.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground])))("%s on %s", (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(hues)("a %s chip", (hue) => {
    const text = mix(colour(hue), share("chip-text"), colour("chip-base"));
    const ground = mix(colour(hue), share("chip"), colour("surface"));
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test("the edge of a field is seen: 3:1", () => {
    for (const ground of ["bg", "surface"]) expect(contrast(colour("field"), colour(ground))).toBeGreaterThanOrEqual(3);
  });

  test("has every colour of the light set", () => {
    expect([...set.keys()].sort()).toEqual([...sets.light.keys()].sort());
  });
});

test("both dark sets are one", () => {
  expect(sets["dark, chosen"]).toEqual(sets["dark, by the system"]);
});
