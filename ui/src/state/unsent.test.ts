import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NoteAdd } from "../protocol";
import type { Waiting } from "./outbox.svelte";
import { hasUnsent, readUnsent, unsentNotes, unsentText } from "./unsent";

const AT = Date.parse("2026-11-26T13:32:10Z");
const words = {
  zone: "Europe/Berlin",
  by: "Maya Lindqvist",
  title: "Expenses",
  tagName: (id: string) => (id === "t1" ? "follow up" : null),
  code: (id: string) => (id === "p4" ? "P04" : null),
};
const add = (change: Partial<NoteAdd> = {}): NoteAdd => ({
  note_id: "n1",
  session_id: "s1",
  at: AT,
  typed_from: AT,
  typed_to: AT + 900,
  body: "Looks twice",
  tags: ["t1"],
  who: ["p4"],
  severity: 3,
  audience: "room",
  ...change,
});
const item = (name: Waiting["name"], request: object, change: Partial<Waiting> = {}): Waiting => ({
  seq: 1,
  study: "study-1",
  member: "m1",
  name,
  request: request as Record<string, unknown>,
  commandId: "c",
  at: AT,
  refused: null,
  ...change,
});
const notesIn = (text: string) => {
  const read = readUnsent(text);
  return typeof read === "string" ? read : read.flatMap((sheet) => sheet.notes);
};

describe("unsent notes as text", () => {
  test("a readable line a note", () => {
    const text = unsentText([item("note_add", add()), item("note_add", add({ note_id: "n2", at: AT + 5000, body: "One\nTwo", tags: [], who: [], severity: null }))], words);
    expect(text.split("\n").slice(0, 3)).toEqual([
      "2026-11-26 14:32:10 Looks twice #follow-up @P04 !3",
      "2026-11-26 14:32:15 One",
      "  Two",
    ]);
    expect(hasUnsent(text)).toBe(true);
    expect(Math.max(...text.split("\n").map((line) => line.length)), "no line is broken on its way").toBeLessThan(90);
  });

  test("has each note as its author left it, and none that was deleted", () => {
    const items = [
      item("note_add", add()),
      item("note_edit", { note_id: "n1", body: "Looks three times", severity: 0 }),
      item("note_add", add({ note_id: "n2" })),
      item("note_delete", { note_id: "n2" }),
      item("note_add", add({ note_id: "n3" }), { saved: true }),
      item("note_edit", { note_id: "n9", body: "Of a note that the console has" }),
    ];
    expect(unsentNotes(items)).toEqual([add({ body: "Looks three times", severity: null })]);
    expect(unsentText(items, words)).toContain("Changed to: Of a note that the console has");
  });

  test("comes back whole, whatever the notes say and however mail mangles it", () => {
    const note = fc.record({
      note_id: fc.uuid(),
      session_id: fc.uuid(),
      at: fc.integer({ min: AT, max: AT + 1e7 }),
      typed_from: fc.integer({ min: AT, max: AT + 1e7 }),
      typed_to: fc.integer({ min: AT, max: AT + 1e7 }),
      body: fc.option(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("] [backroom-notes", "a\nb", "🙂 ü"))),
      tags: fc.array(fc.uuid(), { maxLength: 3 }),
      who: fc.array(fc.uuid(), { maxLength: 2 }),
      severity: fc.option(fc.integer({ min: 1, max: 4 })),
      audience: fc.constantFrom("room", "team", "own"),
    });
    fc.assert(
      fc.property(fc.uniqueArray(note, { selector: (note) => note.note_id, minLength: 1, maxLength: 6 }), fc.boolean(), (notes, quoted) => {
        const text = unsentText(notes.map((note) => item("note_add", note)), words);
        const sent = quoted ? text.split("\n").map((line) => `> ${line}\r`).join("\n") : text;
        const read = notesIn(sent.slice(sent.lastIndexOf("Paste or drop")));
        expect(read).toEqual(expect.arrayContaining(notes));
        expect(read).toHaveLength(notes.length);
      }),
    );
  });

  test("several people's in one text; a text that is not whole is refused with a sentence", () => {
    const text = unsentText([item("note_add", add())], words);
    const other = unsentText([item("note_add", add({ note_id: "n2" }))], { ...words, by: "Jo" });
    const read = readUnsent(`${text}\n${other}`);
    expect(read).toMatchObject([{ by: "Maya Lindqvist", study: "study-1" }, { by: "Jo" }]);
    for (const cut of [text.slice(0, -20), text.replace(/eyJ/, "eyX")]) expect(readUnsent(cut)).toContain("not whole");
    expect(hasUnsent("just text [backroom] notes")).toBe(false);
  });
});
