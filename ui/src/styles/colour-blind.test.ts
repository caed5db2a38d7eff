import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COLOURS } from "../console/codebook/colours";

type Three = readonly [number, number, number];
type Matrix = readonly [Three, Three, Three];

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const hex = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)?.[1] ?? "";

/** How eyes without one kind of cone see linear sRGB. Source: Machado, Oliveira, Fernandes 2009, severity 1. */
const EYES: Record<string, Matrix> = {
  "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  "no red cones": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  "no green cones": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  "no blue cones": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const apply = (matrix: Matrix, [x, y, z]: Three): Three => matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Three;
const each = (three: Three, change: (value: number) => number): Three => three.map(change) as unknown as Three;
const linear = (colour: string): Three => {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255) as unknown as Three;
  return each(channels, (channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
};

/** Oklab, in which distances are as large as they look. Source: Björn Ottosson 2020. */
function oklab(colour: Three): Three {
  const cones = apply([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], colour);
  return apply([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], each(cones, Math.cbrt));
}

const seen = (colour: string, eyes: Matrix) => oklab(each(apply(eyes, linear(colour)), (channel) => Math.min(1, Math.max(0, channel))));
const apart = ([a, b, c]: Three, [x, y, z]: Three) => Math.hypot(a - x, b - y, c - z);

/** Three times what is just noticed side by side (about 0.02). */
const TOLD_APART = 0.06;

describe.each(Object.entries(EYES))("the colours of tags, for eyes with %s", (_, eyes) => {
  const pairs = COLOURS.flatMap(({ color }, at) => COLOURS.slice(at + 1).map((other) => [color, other.color] as const));

  test.each(pairs)("%s and %s can be told apart", (one, other) => {
    expect(apart(seen(hex(one), eyes), seen(hex(other), eyes))).toBeGreaterThanOrEqual(TOLD_APART);
  });
});
