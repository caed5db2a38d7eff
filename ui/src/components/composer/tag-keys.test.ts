import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Held, ONE_PRESS, passed, pressed, TYPING } from "./tag-keys";

const TAGS: Record<string, string> = { p: "pain", d: "delight", c: "confusion" };
/** Plays presses, `p 0` or `x 120`, and lets a second pass. */
function play(presses: readonly (readonly [string, number])[]) {
  let held: readonly Held[] = [];
  const marks: string[] = [];
  const texts: string[] = [];
  for (const [letter, at] of presses) {
    const done = pressed(held, { letter, at, stamp: at, tag: TAGS[letter.toLowerCase()] ?? null });
    held = done.held;
    marks.push(...done.marks.map((mark) => `${mark.tag} ${mark.at}`));
    if (done.typed.length > 0) texts.push(done.typed.map((press) => press.letter).join(""));
  }
  const end = passed(held, (presses.at(-1)?.[1] ?? 0) + TYPING + 1);
  marks.push(...end.marks.map((mark) => `${mark.tag} ${mark.at}`));
  expect(end.held).toEqual([]);
  return { marks, texts };
}

describe("letters outside fields", () => {
  test.each<[string, [string, number][], string[], string[]]>([
    ["one is a mark", [["p", 0]], ["pain 0"], []],
    ["with Shift too", [["P", 0]], ["pain 0"], []],
    ["the same key within 250 ms is one press", [["p", 0], ["p", 249]], ["pain 0"], []],
    ["a bouncing key is one press", [["p", 0], ["p", 9], ["p", 18], ["p", 27]], ["pain 0"], []],
    ["the same key later is another mark", [["p", 0], ["p", 250]], ["pain 0", "pain 250"], []],
    ["two keys at one time are two marks", [["p", 0], ["d", 0]], ["pain 0", "delight 0"], []],
    ["three within 700 ms were typing", [["p", 0], ["d", 350], ["c", 700]], [], ["pdc"]],
    ["three within 701 ms are three marks", [["p", 0], ["d", 350], ["c", 701]], ["pain 0", "delight 350", "confusion 701"], []],
    ["letters that are no tag's are typing too", [["T", 0], ["h", 90], ["e", 200]], [], ["The"]],
    ["a letter that is no tag's is nothing alone", [["x", 0]], [], []],
    ["a doubled letter stays in the text", [["a", 0], ["d", 90], ["d", 200], ["s", 320]], [], ["adds"]],
    ["what came long before is not drawn in", [["p", 0], ["t", 900], ["h", 1000], ["e", 1100]], ["pain 0"], ["the"]],
  ])("%s", (_, presses, marks, texts) => expect(play(presses)).toEqual({ marks, texts }));

  const presses = fc
    .array(fc.tuple(fc.constantFrom("p", "d", "c", "x", "y"), fc.integer({ min: 0, max: 900 })), { maxLength: 40 })
    .map((steps) => {
      let at = 0;
      return steps.map(([letter, wait]) => [letter, (at += wait)] as const);
    });

  test("nothing is lost and nothing is counted twice", () => {
    fc.assert(
      fc.property(presses, (presses) => {
        let held: readonly Held[] = [];
        const marks: Held[] = [];
        const typed: Held[] = [];
        for (const [letter, at] of presses) {
          const done = pressed(held, { letter, at, stamp: at, tag: TAGS[letter] ?? null });
          marks.push(...done.marks);
          typed.push(...done.typed);
          held = done.held;
          for (const press of done.held) expect(at - press.at, "nothing is held for longer").toBeLessThanOrEqual(TYPING);
        }
        marks.push(...passed(held, Infinity).marks);
        const came = [...marks, ...typed].length;
        const echoes = came < presses.length ? presses.length - came : 0;
        const untagged = presses.filter(([letter]) => !TAGS[letter]).length;
        expect(new Set([...marks, ...typed]).size).toBe(came);
        // What is neither is a letter without a tag, or the same key again.
        const again = presses.filter(([letter, at], index) =>
          presses.slice(0, index).some(([before, then]) => before === letter && at - then < ONE_PRESS),
        ).length;
        expect(echoes).toBeLessThanOrEqual(untagged + again);
        for (const mark of marks) expect(mark.tag).toBe(TAGS[mark.letter]);
      }),
    );
  });

  test("of three presses within 700 ms none becomes a mark, and slow ones all do", () => {
    fc.assert(
      fc.property(presses, (presses) => {
        const { texts } = play(presses);
        for (const text of texts) expect(text.length).toBeGreaterThanOrEqual(3);
        const slow = presses.map(([letter], index) => [letter, index * (TYPING + 1)] as const);
        const all = slow.flatMap(([letter, at]) => (TAGS[letter] ? [`${TAGS[letter]} ${at}`] : []));
        expect(play(slow)).toEqual({ marks: all, texts: [] });
      }),
    );
  });
});
