import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Found, Search } from "../../protocol";
import { FaultError, type Hand } from "../../state";
import { note, START } from "../../testing/build";
import { Asking } from "./asking.svelte";
import { complete, endings, HAS } from "./fields";
import { highlight } from "./highlight";

const found = (ids: string[], next: number | null = null): Found => ({
  at_rev: 1,
  hits: ids.map((id) => ({ note: note({ id }), codes: "P05", date: "2026-11-26", started_at: START })),
  next,
  problems: [],
  words: [],
  incomplete: false,
});

function setUp() {
  const asked: { request: Search; answer: (found: Found) => void; refuse: (error: Error) => void }[] = [];
  const hand = {
    ask: (_: string, request: Search) => new Promise((answer, refuse) => asked.push({ request, answer, refuse })),
  } as unknown as Hand;
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { asked, asking: new Asking(() => hand), settle };
}

describe("asking as one types", () => {
  test("one question is on its way, then the latest; stale answers are dropped", async () => {
    const { asked, asking, settle } = setUp();
    for (const text of ["c", "ca", "cam"]) asking.ask({ text, session: null });
    expect(asked.map(({ request }) => request.text)).toEqual(["c"]);
    asked[0]!.answer(found(["stale"]));
    await settle();
    expect(asking.found).toBeNull();
    expect(asked.map(({ request }) => request.text)).toEqual(["c", "cam"]);
    asked[1]!.answer(found(["a"]));
    await settle();
    expect(asking.found?.hits.map(({ note }) => note.id)).toEqual(["a"]);
    expect(asking.busy).toBe(false);
  });

  test("an emptied field shows nothing, whatever still comes", async () => {
    const { asked, asking, settle } = setUp();
    asking.ask({ text: "cam", session: null });
    asking.ask({ text: " ", session: null });
    asked[0]!.answer(found(["a"]));
    await settle();
    expect(asking.found).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test("more goes on below, each note once", async () => {
    const { asked, asking, settle } = setUp();
    asking.ask({ text: "cam", session: "s" });
    asked[0]!.answer(found(["c", "b"], 7));
    await settle();
    void asking.more();
    void asking.more();
    expect(asked[1]?.request).toMatchObject({ before: 7, session_id: "s" });
    asked[1]!.answer(found(["b", "a"]));
    await settle();
    expect(asking.found?.hits.map(({ note }) => note.id)).toEqual(["c", "b", "a"]);
    await asking.more();
    expect(asked).toHaveLength(2);
  });

  test("a failure is said once, and not tried again by itself", async () => {
    const { asked, asking, settle } = setUp();
    asking.ask({ text: "cam", session: null });
    asked[0]!.refuse(new FaultError({ code: "offline", message: "There is no connection." }));
    await settle();
    expect(asking.trouble).toMatch(/no connection/);
    expect(asked).toHaveLength(1);
    asking.ask({ text: "came", session: null });
    asked[1]!.answer(found([]));
    await settle();
    expect(asking.trouble).toBeNull();
  });
});

describe("highlighting", () => {
  const marked = (text: string, ...words: string[]) =>
    highlight(text, words).map(({ text, found }) => (found ? `[${text}]` : text)).join("");
  test.each([
    ["The camera is a Camera", ["cam"], "The [cam]era is a [Cam]era"],
    ["Café au lait", ["cafe"], "[Café] au lait"],
    ["a webcam", ["cam"], "a webcam"],
    ["from the home tab", ["the home", "home"], "from [the home] tab"],
    ["<b>bold</b>", ["b"], "<[b]>[b]old</[b]>"],
    ["nothing", [], "nothing"],
  ])("%s", (text, words, result) => expect(marked(text, ...words)).toBe(result));

  test("the stretches are the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.string({ unit: "grapheme", maxLength: 3 })), (text, words) =>
        highlight(text, words).map((stretch) => stretch.text).join("") === text,
      ),
    );
  });
});

describe("completing", () => {
  const known = { tag: ["pain", "first use"], by: ["me", "Maya Lindqvist"], who: ["P05"], task: ["Find a report"], has: HAS };
  const ends = (text: string) => endings(text, text.length, known)?.to ?? null;
  test.each([
    ["t", ["tag:", "task:"]],
    ["camera has:s", ["has:star ", "has:severity "]],
    ["tag:f", ['tag:"first use" ']],
    ['by:"Maya', ['by:"Maya Lindqvist" ']],
    ["tag:#p", ["tag:pain "]],
    ["tag:zzz", null],
    ["camera ", null],
  ])("%s", (text, to) => expect(ends(text)).toEqual(to));

  test("puts the ending in the place of the word", () => {
    const text = "camera ta it";
    const ending = endings(text, 9, known)!;
    expect(complete(text, 9, ending, "tag:")).toEqual({ text: "camera tag:it", caret: 11 });
  });
});
