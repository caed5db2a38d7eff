// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Hand } from "../../state";
import { attachTo, takesPictures } from "./dropping";

const file = (name: string, type: string) => new File(["pixels"], name, { type });

/** An event of dragging; jsdom has none of its own. */
function drag(kind: string, on: Element, files: File[], items = files.map(({ type }) => ({ kind: "file", type }))) {
  const event = new Event(kind, { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types: ["Files"], items, files, dropEffect: "none" }, relatedTarget: null });
  on.dispatchEvent(event);
  return event;
}

function list() {
  document.body.innerHTML = "<ul><li data-row='n-1'><p>One</p></li><li><p>A pause</p></li></ul>";
  const taken: [string[], string | undefined][] = [];
  const element = document.querySelector("ul")!;
  const stop = takesPictures(
    (below) => below.closest<HTMLElement>("[data-row]"),
    (files, place) => taken.push([files.map(({ name }) => name), place.dataset.row]),
  )(element);
  const [note, pause] = [...document.querySelectorAll("p")];
  return { taken, stop, note: note!, pause: pause!, row: document.querySelector<HTMLElement>("li")! };
}

test("a picture dropped on a note is the note's, and the note shows that it would take it", () => {
  const { taken, note, row } = list();
  const photo = file("receipt.png", "image/png");
  expect(drag("dragover", note, [photo]).defaultPrevented, "the page lets it be dropped").toBe(true);
  expect(row.hasAttribute("data-drop")).toBe(true);
  expect(drag("drop", note, [photo]).defaultPrevented, "and does not import it, too").toBe(true);
  expect(taken).toEqual([[["receipt.png"], "n-1"]]);
  expect(row.hasAttribute("data-drop"), "the mark goes").toBe(false);
});

test("where nothing takes it, and what is no picture, is left to the page", () => {
  const { taken, note, pause, row } = list();
  const photo = file("receipt.png", "image/png");
  expect(drag("dragover", pause, [photo]).defaultPrevented).toBe(false);
  expect(drag("drop", pause, [photo]).defaultPrevented).toBe(false);
  const guide = file("guide.md", "text/markdown");
  expect(drag("dragover", note, [guide]).defaultPrevented).toBe(false);
  expect(drag("drop", note, [guide]).defaultPrevented).toBe(false);
  expect(taken).toEqual([]);
  drag("dragover", note, [photo]);
  drag("dragleave", note, [photo]);
  expect(row.hasAttribute("data-drop"), "who drags on leaves no mark").toBe(false);
});

test("a browser that does not tell what is dragged is given the chance", () => {
  const { taken, note, stop } = list();
  expect(drag("dragover", note, [], []).defaultPrevented).toBe(true);
  drag("drop", note, [file("a.jpg", "image/jpeg")]);
  expect(taken.length).toBe(1);
  stop();
  expect(drag("drop", note, [file("a.jpg", "image/jpeg")]).defaultPrevented, "a list that is gone takes nothing").toBe(false);
});

test("of several files the pictures are given, and it is said which one is none", async () => {
  const sent: unknown[] = [];
  const hand: Hand = {
    give: (_, request) => (sent.push({ ...request }), Promise.resolve({ answer: Promise.resolve({ rev: 1 }) as never })),
    ask: () => Promise.reject(new Error("nothing is asked")),
  };
  const said = await attachTo("n-1", [file("a.png", "image/png"), file("b.gif", "image/gif")], hand);
  expect(sent).toMatchObject([{ note_id: "n-1", name: "a.png" }]);
  expect(said).toBe("b.gif is no JPEG, PNG or WebP picture.");
});
