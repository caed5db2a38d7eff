// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { NoteAdd, TagCreate } from "../../protocol";
import { Clock, FaultError, type Hand } from "../../state";
import { session, START, tag } from "../../testing/build";
import Composer from "./Composer.svelte";
import { TYPING } from "./tag-keys";

const TAGS = [
  tag(),
  tag({ id: "t-delight", name: "delight", hotkey: "D", position: 1 }),
  tag({ id: "t-led", name: "led", hotkey: "L", effect: "led", position: 2 }),
];
const NOW = START + 600_000;
/** What the study offers; may change while the composer is open. */
let offered = $state.raw(TAGS);

/** A composer on a page, with what it handed over. */
function open(change: { active?: boolean; fails?: () => boolean; typedLeadIn?: number; then?: (name: string, request: object) => void } = {}) {
  const given: [string, NoteAdd | TagCreate][] = [];
  const hand: Hand = {
    async give(name, request) {
      if (change.fails?.()) throw new FaultError({ code: "disk", message: "Disk full." });
      given.push([name, request as NoteAdd]);
      change.then?.(name, request);
      return { answer: new Promise(() => undefined) };
    },
    ask: () => Promise.reject(new Error("nothing is asked")),
  };
  const clock = new Clock({ call: () => Promise.reject(new Error("offline")), feed: () => () => undefined } as never);
  const component = mount(Composer, {
    target: document.body,
    props: {
      session: session(),
      zone: "Europe/Berlin",
      get tags() {
        return offered;
      },
      clock,
      observersRead: true,
      typedLeadIn: change.typedLeadIn ?? 0,
      markLeadIn: 10_000,
      active: change.active ?? true,
      committed: () => false,
      hand,
    },
  });
  flushSync();
  const field = document.querySelector("textarea")!;
  const notes = () => given.filter(([name]) => name === "note_add").map(([, note]) => note as NoteAdd);
  return { component, field, given, notes };
}

let page: ReturnType<typeof open>;
const press = (target: EventTarget, init: KeyboardEventInit) => {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  flushSync();
  return event;
};
const letter = (target: EventTarget, key: string, more: KeyboardEventInit = {}) =>
  press(target, { key, code: `Key${key.toUpperCase()}`, ...more });
const type = (text: string) => {
  page.field.focus();
  page.field.dispatchEvent(new Event("beforeinput", { bubbles: true }));
  page.field.value += text;
  page.field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
};
const enter = (more: KeyboardEventInit = {}) => press(page.field, { key: "Enter", code: "Enter", ...more });
const settle = async () => {
  for (let turn = 0; turn < 12; turn += 1) await vi.advanceTimersByTimeAsync(0);
  await tick();
  flushSync();
};
const says = () => document.body.textContent.replace(/\s+/g, " ");

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  localStorage.clear();
  sessionStorage.clear();
  offered = TAGS;
  // Here there is no editor that types; the field is written to instead.
  document.execCommand = () => false;
  // Nothing has a size here.
  vi.stubGlobal("ResizeObserver", class { observe() {} disconnect() {} });
});
afterEach(() => {
  unmount(page.component);
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("composition", () => {
  const cases: [string, (field: HTMLTextAreaElement) => void][] = [
    ["Chrome and Firefox: Enter is part of it", () => enter({ isComposing: true, keyCode: 229 })],
    ["an input method that reports 229 alone", () => enter({ keyCode: 229 })],
    [
      "Safari: the end comes first, then Enter as 229",
      (field) => (field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true })), enter({ keyCode: 229 })),
    ],
    [
      "WebKit: the end comes first, then a plain Enter",
      (field) => (field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true })), enter()),
    ],
  ];
  test.each(cases)("%s, and commits nothing", async (_, end) => {
    page = open();
    type("レシート");
    page.field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    end(page.field);
    await settle();
    expect([page.notes(), page.field.value]).toEqual([[], "レシート"]);
    await vi.advanceTimersByTimeAsync(200);
    enter();
    await settle();
    expect(page.notes()).toMatchObject([{ body: "レシート" }]);
  });
});

describe("letters outside the field", () => {
  test("drop a mark with the tag, stamped before the key by the lead-in, shown at once", async () => {
    page = open();
    letter(document.body, "p");
    expect(says()).toContain("00:09:50 Mark pain");
    await vi.advanceTimersByTimeAsync(TYPING + 5);
    expect(page.notes()).toMatchObject([
      { body: null, tags: ["t-pain"], at: NOW - 10_000, typed_from: NOW, typed_to: NOW, audience: "room" },
    ]);
  });

  test("a tag that is the moderator's makes the mark one's own", async () => {
    page = open();
    letter(document.body, "l");
    await vi.advanceTimersByTimeAsync(TYPING + 5);
    expect(page.notes()).toMatchObject([{ tags: ["t-led"], audience: "own" }]);
  });

  test("three of them were typing, stamped at the first", async () => {
    page = open();
    for (const key of ["T", "h", "e"]) {
      letter(document.body, key);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect([page.field.value, document.activeElement]).toEqual(["The", page.field]);
    type(" list");
    enter();
    await settle();
    await vi.advanceTimersByTimeAsync(5000);
    expect(page.notes()).toMatchObject([{ body: "The list", typed_from: NOW, at: NOW }]);
  });

  test.each<[string, KeyboardEventInit]>([
    ["key repeat", { repeat: true }],
    ["AltGraph", { modifierAltGraph: true }],
    ["AltGraph on Windows", { ctrlKey: true, altKey: true, modifierAltGraph: true }],
    ["composition", { isComposing: true }],
    ["Ctrl", { ctrlKey: true }],
  ])("not with %s", async (_, more) => {
    page = open();
    letter(document.body, "p", more);
    await vi.advanceTimersByTimeAsync(TYPING + 5);
    expect(page.notes()).toEqual([]);
  });

  test("not while a dialog is open, and not in other fields", async () => {
    page = open({ active: false });
    letter(document.body, "p");
    const other = document.body.appendChild(document.createElement("input"));
    letter(other, "p");
    await vi.advanceTimersByTimeAsync(TYPING + 5);
    expect(page.notes()).toEqual([]);
  });

  test("Ctrl+Shift+K marks without a tag, from the field too, and leaves its text alone", async () => {
    page = open();
    type("half a sen");
    letter(page.field, "K", { ctrlKey: true, shiftKey: true });
    await settle();
    expect(page.notes()).toMatchObject([{ body: null, tags: [] }]);
    expect(page.field.value).toBe("half a sen");
  });

  test("a mark that fails stays, with what went wrong", async () => {
    let full = true;
    page = open({ fails: () => full });
    letter(document.body, "p");
    await vi.advanceTimersByTimeAsync(TYPING + 5);
    await settle();
    expect(says()).toContain("Disk full.");
    full = false;
    [...document.querySelectorAll("button")].find((button) => button.textContent === "Try again")!.click();
    await settle();
    expect(page.notes()).toHaveLength(1);
    expect(says()).not.toContain("Disk full.");
  });
});

// What browsers report, press by press, on real keyboards, and what must come of it.
type Sequence = [string, "field" | "page", KeyboardEventInit[], { marks?: string[]; tags?: string[]; typed?: boolean }];
const KEYBOARDS: Sequence[] = [
  ["US: P", "page", [{ key: "p", code: "KeyP" }], { marks: ["t-pain"] }],
  ["US: P with caps lock", "page", [{ key: "P", code: "KeyP" }], { marks: ["t-pain"] }],
  ["US: Alt, then P, in the field", "field", [{ key: "Alt", code: "AltLeft", altKey: true }, { key: "p", code: "KeyP", altKey: true }], { tags: ["t-pain"] }],
  ["US: P held down", "page", [{ key: "p", code: "KeyP" }, { key: "p", code: "KeyP", repeat: true }, { key: "p", code: "KeyP", repeat: true }], { marks: ["t-pain"] }],
  [
    "German, Windows: AltGraph+Q for @, which comes as Ctrl and Alt",
    "page",
    [
      { key: "Control", code: "ControlLeft", ctrlKey: true },
      { key: "AltGraph", code: "AltRight", ctrlKey: true, altKey: true, modifierAltGraph: true },
      { key: "@", code: "KeyQ", ctrlKey: true, altKey: true, modifierAltGraph: true },
    ],
    {},
  ],
  [
    "German, Windows: the same in the field",
    "field",
    [
      { key: "AltGraph", code: "AltRight", ctrlKey: true, altKey: true, modifierAltGraph: true },
      { key: "@", code: "KeyQ", ctrlKey: true, altKey: true, modifierAltGraph: true },
    ],
    { typed: true },
  ],
  ["German, Linux: AltGraph+P for þ, which is no letter of a tag", "page", [{ key: "AltGraph", code: "AltRight" }, { key: "þ", code: "KeyP" }], {}],
  ["German: a dead accent and P", "page", [{ key: "Dead", code: "Equal" }, { key: "p", code: "KeyP" }], { marks: ["t-pain"] }],
  ["French: Alt+P in the field", "field", [{ key: "p", code: "KeyP", altKey: true }], { tags: ["t-pain"] }],
  ["French: the dead circumflex and e", "page", [{ key: "Dead", code: "BracketLeft" }, { key: "ê", code: "KeyE" }], {}],
  ["French: AltGraph+3 for # in the field", "field", [{ key: "#", code: "Digit3", ctrlKey: true, altKey: true, modifierAltGraph: true }], { typed: true }],
  ["Mac: Option+P in the field, which would type π", "field", [{ key: "Alt", code: "AltLeft", altKey: true }, { key: "π", code: "KeyP", altKey: true }], { tags: ["t-pain"] }],
  ["Mac, German: Option+L in the field types @", "field", [{ key: "@", code: "KeyL", altKey: true }], { typed: true }],
  ["Russian: the key of P", "page", [{ key: "з", code: "KeyP" }], { marks: ["t-pain"] }],
];
test.each(KEYBOARDS)("%s", async (_, place, presses, { marks = [], tags = [], typed = false }) => {
  page = open();
  if (place === "field") type("text");
  const events = presses.map((init) => press(place === "field" ? page.field : document.body, init));
  if (place === "field") expect(events.at(-1)!.defaultPrevented, "what types a character goes on to do so").toBe(!typed);
  await vi.advanceTimersByTimeAsync(TYPING + 5);
  expect(page.notes().flatMap((note) => note.tags)).toEqual(marks);
  if (place === "page") return;
  enter();
  await settle();
  expect(page.notes()).toMatchObject([{ body: "text", tags }]);
});

describe("Alt with a letter in the field", () => {
  test("tags the note that is typed, without disturbing its text, and takes it away again", async () => {
    page = open();
    type("Scrolls");
    letter(page.field, "p", { altKey: true });
    letter(page.field, "d", { altKey: true });
    await vi.advanceTimersByTimeAsync(300);
    letter(page.field, "d", { altKey: true });
    expect(page.field.value).toBe("Scrolls");
    enter();
    await settle();
    expect(page.notes()).toMatchObject([{ body: "Scrolls", tags: ["t-pain"] }]);
  });

  test("drops a mark when the field is empty", async () => {
    page = open();
    page.field.focus();
    letter(page.field, "π", { code: "KeyP", altKey: true });
    await settle();
    expect(page.notes()).toMatchObject([{ body: null, tags: ["t-pain"], at: NOW - 10_000 }]);
  });
});

describe("a new tag", () => {
  test("is made after Enter, before the note, and the focus stays", async () => {
    page = open();
    type("slow #checkout #pain");
    enter({ ctrlKey: true });
    expect(says()).toContain("Make a new tag “checkout”?");
    expect(page.given).toEqual([]);
    enter();
    await settle();
    const [made, note] = page.given.map(([, request]) => request) as [TagCreate, NoteAdd];
    expect(page.given.map(([name]) => name)).toEqual(["tag_create", "note_add"]);
    expect(made.name).toBe("checkout");
    expect(note).toMatchObject({ body: "slow", tags: [made.tag_id, "t-pain"], audience: "team" });
    expect([page.field.value, document.activeElement]).toEqual(["", page.field]);
  });

  test("stays text after Esc", async () => {
    page = open();
    type("slow #checkout");
    enter();
    press(page.field, { key: "Escape" });
    await settle();
    expect(page.given).toMatchObject([["note_add", { body: "slow #checkout", tags: [] }]]);
  });

  test("is not asked about any more once one types on", async () => {
    page = open();
    type("slow #checkout");
    enter();
    type("s");
    expect(says()).not.toContain("Make a new tag");
    expect(page.given).toEqual([]);
  });

  test("several are one question", async () => {
    page = open();
    type("#checkout #receipt");
    enter();
    expect(says()).toContain("Make new tags “checkout” and “receipt”?");
    enter();
    await settle();
    expect(page.given.map(([name]) => name)).toEqual(["tag_create", "tag_create", "note_add"]);
  });

  test("that the study offers the moment it is asked for is there once", async () => {
    page = open({
      then: (name, request) => {
        if (name !== "tag_create") return;
        const { tag_id, name: called } = request as TagCreate;
        offered = [...TAGS, tag({ id: tag_id, name: called, hotkey: null })];
        flushSync();
      },
    });
    type("slow #checkout");
    enter();
    enter();
    await settle();
    expect(page.notes()).toMatchObject([{ body: "slow", tags: [offered.at(-1)!.id] }]);
    type("#chec");
    expect(document.querySelectorAll("#composer-choices [role=option]")).toHaveLength(0);
    expect(says()).toContain("checkout");
  });

  test("that fails is asked for again under the same id", async () => {
    let full = true;
    page = open({ fails: () => full });
    type("slow #checkout");
    enter();
    enter();
    await settle();
    expect([says().includes("Disk full."), page.field.value]).toEqual([true, "slow #checkout"]);
    full = false;
    enter();
    enter();
    await settle();
    expect(page.given.map(([name]) => name)).toEqual(["tag_create", "note_add"]);
  });
});

describe("several lines at once", () => {
  const lines = "10:32 Scrolls twice #pain\n\n00:05:03 Sighs\n“Where?”";
  const paste = () => {
    page.field.focus();
    page.field.dispatchEvent(new Event("paste", { bubbles: true }));
    type(lines);
  };

  test("are one note after Enter, which commits nothing yet", async () => {
    page = open();
    paste();
    expect(says()).toContain("3 lines:");
    enter();
    expect([page.field.value, page.notes()]).toEqual([lines, []]);
    enter();
    await settle();
    expect(page.notes()).toHaveLength(1);
  });

  test("are as many notes after 2, in order, each with the time it begins with", async () => {
    page = open({ typedLeadIn: 2000 });
    paste();
    press(page.field, { key: "2", code: "Digit2" });
    await settle();
    expect(page.notes()).toMatchObject([
      { body: "Scrolls twice", tags: ["t-pain"], at: START + 120_000, typed_from: NOW },
      { body: "Sighs", at: START + 303_000 },
      { body: "“Where?”", at: NOW - 2000 },
    ]);
    expect(page.field.value).toBe("");
    expect(new Set(page.notes().map((note) => note.note_id)).size).toBe(3);
  });

  test("those that fail stay in the field", async () => {
    let left = 2;
    page = open({ fails: () => left-- <= 0 });
    paste();
    press(page.field, { key: "2", code: "Digit2" });
    await settle();
    expect([page.notes().length, page.field.value]).toEqual([2, "“Where?”"]);
    expect(says()).toContain("2 notes committed, 1 line still here. Disk full.");
  });

  test("one line is never asked about", () => {
    page = open();
    page.field.dispatchEvent(new Event("paste", { bubbles: true }));
    type("one line");
    expect(document.querySelector("#composer-question")).toBeNull();
  });
});

test("chips show what was understood", () => {
  page = open();
  const chips = () => document.querySelector(".found")!.textContent.replace(/\s+/g, " ").trim();
  type("-30 “It is gone” #pain !3");
  expect(chips()).toBe("30 s back pain severity 3, major quote, as heard");
  expect(says()).toContain("00:09:30 Observers read this");
  type(" #checkout");
  expect(chips(), "a word that is still being typed is not judged").not.toContain("checkout");
  type(" ");
  expect(chips()).toContain("checkout · no tag yet");
  letter(page.field, "l", { altKey: true });
  expect(says()).toContain("Only its author and the moderator read this");
});
