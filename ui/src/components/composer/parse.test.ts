import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accept, complete, ghost } from "./complete";
import { isQuote, parse, unfit, unparse, type Vocabulary } from "./parse";

const vocabulary: Vocabulary = {
  tags: [
    { id: "pain", name: "pain", hotkey: "P" },
    { id: "confusion", name: "confusion", hotkey: "C" },
    { id: "copy", name: "copy", hotkey: null },
    { id: "clip", name: "clip", hotkey: "V" },
    { id: "follow", name: "follow-up", hotkey: "F" },
    { id: "first", name: "first time", hotkey: null },
  ],
  seats: [
    { number: 1, code: "P04", participant_id: "p04" },
    { number: 3, code: "P09", participant_id: "p09" },
  ],
};
const read = (text: string) => {
  const { body, tags, who, severity, stamp, hints } = parse(text, vocabulary);
  return { body, tags, who, severity, stamp, hints: hints.length };
};
const plain = { tags: [], who: [], severity: null, stamp: null, hints: 0 };

describe("what a note says", () => {
  test.each([
    ["tokens at the end leave the body", "Looks for a receipt #confusion", { body: "Looks for a receipt", tags: ["confusion"] }],
    ["tokens at the start leave the body", "#pain @P04 gives up", { body: "gives up", tags: ["pain"], who: ["p04"] }],
    ["in mid-sentence the word stays", "Much #pain with the list", { body: "Much pain with the list", tags: ["pain"] }],
    ["punctuation keeps a token in its sentence", "So much #pain.", { body: "So much pain.", tags: ["pain"] }],
    ["a hotkey letter wins over prefixes", "x #c", { body: "x", tags: ["confusion"] }],
    ["a unique prefix is enough", "x #pa", { body: "x", tags: ["pain"] }],
    ["two words are joined by a hyphen", "x #first-time", { body: "x", tags: ["first"] }],
    ["an ambiguous prefix stays", "x #co", { body: "x #co", hints: 1 }],
    ["an unknown tag stays", "x #nonsense", { body: "x #nonsense" }],
    ["a name that is too long for a tag stays", `x #${"a".repeat(41)}`, { body: `x #${"a".repeat(41)}`, hints: 1 }],
    ["a number is no tag", "ticket #123", { body: "ticket #123" }],
    ["a seat by number", "@3 nods", { body: "nods", who: ["p09"] }],
    ["a seat in any case", "nods @p04", { body: "nods", who: ["p04"] }],
    ["nobody of that name", "@P99 nods", { body: "@P99 nods", hints: 1 }],
    ["an address is no seat", "write to a@example.org", { body: "write to a@example.org" }],
    ["severity", "broken !3", { body: "broken", severity: 3 }],
    ["the last severity counts", "!2 broken !4", { body: "broken", severity: 4 }],
    ["there is no severity 5", "broken !5", { body: "broken !5" }],
    ["question marks alone are confusion", "goes back ??", { body: "goes back", tags: ["confusion"] }],
    ["question marks on a word are a question", "goes back??", { body: "goes back??" }],
    ["question marks in mid-sentence leave it", "goes ?? back", { body: "goes back", tags: ["confusion"] }],
    ["space alone stays, and is no note", "  ", { body: "  " }],
    ["only tokens are a mark", " #pain !2 ", { body: "", tags: ["pain"], severity: 2 }],
    ["seconds back", "-30 sighs", { body: "sighs", stamp: { back: 30 } }],
    ["a time of day", "14:32 sighs", { body: "sighs", stamp: { clock: 52320, exact: false } }],
    ["a time of day with seconds", "9:05:07 sighs", { body: "sighs", stamp: { clock: 32707, exact: true } }],
    ["a time elsewhere is text", "sighs at 14:32 again", { body: "sighs at 14:32 again" }],
    ["a tag twice is one tag", "#pain x #pain", { body: "x", tags: ["pain"] }],
    ["lines and spaces inside stay", "a\n  b\tc", { body: "a\n  b\tc" }],
    ["right-to-left text with a tag", "לא מוצא #pain", { body: "לא מוצא", tags: ["pain"] }],
  ])("%s", (_, text, expected) => {
    expect(read(text)).toEqual({ ...plain, ...expected });
  });

  test("names that no tag has could become tags", () => {
    const names = (text: string) => parse(text, vocabulary).newTags;
    expect(names("#checkout slow #Checkout, #co #pain #12 #receipt.")).toEqual(["checkout", "receipt"]);
    const made = { ...vocabulary, tags: [...vocabulary.tags, { id: "new", name: "checkout", hotkey: null }] };
    expect(parse("slow #checkout", made)).toMatchObject({ body: "slow", tags: ["new"], newTags: [] });
  });

  const word = fc.oneof(
    fc.constantFrom("#pain", "#c", "#nope", "#Nope!", "@P04", "@7", "!3", "??", "-30", "14:32", "#pain,", "“so”", "\n", "\t", "  "),
    fc.string({ unit: "grapheme", maxLength: 8 }),
  );
  const texts = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));

  test("body and chips account for every character", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parse(text, vocabulary);
        expect(parsed.pieces.map((piece) => piece.text).join("")).toBe(text);
        const kept = parsed.pieces.filter((piece) => piece.kind === "body").map((piece) => piece.text);
        expect(parsed.body).toBe(kept.join(""));
        for (const piece of parsed.pieces) {
          if (piece.kind === "gap") expect(piece.text.trim(), "only space is dropped").toBe("");
          if (piece.kind === "sigil") expect(["#", "@", "!"]).toContain(piece.text);
          if (piece.kind === "token") expect(piece.text).toMatch(/^([#@]\S+|![1-4]|\?\?)$/u);
          if (piece.kind === "stamp") expect(parsed.stamp).not.toBeNull();
        }
        // Every token is among what was understood, and everything that was understood is in the text.
        const understood = (words: string[]) => {
          const read = words.map((word) => parse(word, vocabulary, { stamp: false }));
          return {
            tags: new Set(read.flatMap((word) => word.tags)),
            who: new Set(read.flatMap((word) => word.who)),
            severity: read.map((word) => word.severity).findLast((severity) => severity !== null) ?? null,
          };
        };
        const rest = text.slice(parsed.pieces[0]?.kind === "stamp" ? parsed.pieces[0].text.length : 0);
        const { tags, who, severity } = parsed;
        expect({ tags: new Set(tags), who: new Set(who), severity }).toEqual(understood(rest.match(/\S+/gu) ?? []));
        for (const name of parsed.newTags) expect(parsed.body, "a tag to be is still in the text").toContain(`#${name}`);
      }),
    );
  });

  test("a text without tokens is the body, unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }).filter((text) => !/[#@!?:-]/.test(text)), (text) => {
        expect(parse(text, vocabulary).body).toBe(text);
      }),
    );
  });

  test("a note's text is read as the same note again", () => {
    const notes = fc.record({
      body: fc.string({ unit: "grapheme" }).filter((text) => !/[#@!?:-]/.test(text)).map((text) => text.trim() || null),
      tags: fc.uniqueArray(fc.constantFrom("pain", "confusion", "copy", "clip", "follow", "first")),
      who: fc.uniqueArray(fc.constantFrom("p04", "p09")),
      severity: fc.constantFrom(null, 1, 2, 3, 4),
    });
    fc.assert(
      fc.property(notes, (note) => {
        const { body, tags, who, severity } = parse(unparse(note, vocabulary), vocabulary, { stamp: false });
        expect({ body: body || null, tags, who, severity }).toEqual(note);
      }),
    );
  });
});

describe("what cannot be committed", () => {
  test("counts Unicode scalar values, not code units", () => {
    expect(unfit("🙂".repeat(10_000))).toBeNull();
    expect(unfit("🙂".repeat(10_001))).toContain("1 too long");
  });

  test("refuses control characters other than tab and line ends", () => {
    expect(unfit("a\tb\r\nc\rd\ne")).toBeNull();
    expect(unfit("abc\0d")).toContain("after “abc”");
    expect(unfit("a\u0085b")).not.toBeNull();
  });
});

test.each([
  ["“I took it”", true],
  ['"I took it"', true],
  ["„So nicht“", true],
  ["« Non »", true],
  ["‹Non›", true],
  ["‚Einfach so‘", true],
  ["『二重』", true],
  ["《书》", true],
  ["'plain'", true],
  ["‘I don’t know’", true],
  ["'I don't know'", true],
  ["‘a’ and ‘b’", false],
  ["“one” and “two”", false],
  ["“”", false],
  ["She said “no”", false],
  ["5'", false],
])("is %s a quote: %s", (body, quote) => expect(isQuote(body)).toBe(quote));

describe("completion", () => {
  const at = (text: string) => complete(text, text.length, vocabulary);

  test("proposes the rest of the word, the hotkey's tag first", () => {
    const found = at("receipt #c");
    expect(found?.proposals.map((proposal) => proposal.label)).toEqual(["confusion", "copy", "clip"]);
    expect(found && ghost(found, 0)).toBe("onfusion");
    expect(found && accept("receipt #c", 10, found, 1)).toEqual({ text: "receipt #copy ", caret: 14 });
  });

  test("a hotkey that is not the first letter has no ghost, but completes", () => {
    const found = at("#v");
    expect(found && ghost(found, 0)).toBe("");
    expect(found && accept("#v", 2, found, 0).text).toBe("#clip ");
  });

  test("says nothing in a word, in plain text, or when nothing fits", () => {
    expect(complete("#pain", 2, vocabulary)).toBeNull();
    expect(at("mail a@P")).toBeNull();
    expect(at("#zzz")).toBeNull();
    expect(at("text")).toBeNull();
  });

  test("names participants by code or seat", () => {
    expect(at("@")?.proposals.map((proposal) => proposal.word)).toEqual(["@P04", "@P09"]);
    expect(at("@3")?.proposals.map((proposal) => proposal.word)).toEqual(["@P09"]);
  });
});
