// @vitest-environment jsdom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bound } from "../../keys";
import { tag } from "../../testing/build";
import CheatSheet from "./CheatSheet.svelte";

let sheet: ReturnType<typeof mount>;
beforeEach(() => {
  bound.reset();
  sheet = mount(CheatSheet, { target: document.body, props: { tags: [tag()], without: ["day"] } });
  flushSync();
});
afterEach(() => {
  unmount(sheet);
  document.body.replaceChildren();
  bound.reset();
});

const key = (says: string) => document.querySelector<HTMLElement>(`[data-key][aria-label^="${says}:"]`)!;
const press = (target: Element, init: KeyboardEventInit) => {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  flushSync();
  return event;
};
const change = (says: string, init: KeyboardEventInit) => {
  key(says).click();
  flushSync();
  return press(key(says), init);
};
const says = () => document.body.textContent.replace(/\s+/g, " ");

test("shows tags with their letters, and every context that the page has", () => {
  expect(says()).toContain("painP");
  expect(says()).toContain("Writing a note Commit for the room ↵");
  expect(says()).toContain("About seat 1 to 9 12345");
  expect(says()).not.toContain("On the day");
});

test("a key is changed in place, and given back", () => {
  const event = change("Search", { key: "U", code: "KeyU", ctrlKey: true, shiftKey: true });
  expect(event.defaultPrevented).toBe(true);
  expect(key("Search").textContent).toContain("Ctrl ⇧ U");
  expect(says()).toContain("Give back 1 changed key");
  press(key("Search"), { key: "Delete", code: "Delete" });
  expect(key("Search").textContent).toContain("Ctrl ⇧ F");
});

test("a key that is taken is refused, with who has it", () => {
  change("Search", { key: "K", code: "KeyK", ctrlKey: true, shiftKey: true });
  expect(document.querySelector("[role=alert]")?.textContent).toContain("Ctrl ⇧ K is taken: “Mark this moment, without a tag”");
  expect(key("Search").textContent).toContain("Ctrl ⇧ F");
});

test("Esc leaves a key as it was, and nothing behind hears it", () => {
  let heard = false;
  document.addEventListener("keydown", () => (heard = true), { once: true });
  change("Search", { key: "Escape", code: "Escape" });
  expect([heard, key("Search").textContent?.trim()]).toEqual([false, "Ctrl ⇧ F"]);
});

test("a modifier alone is waited out", () => {
  change("Search", { key: "Control", code: "ControlLeft", ctrlKey: true });
  expect(key("Search").textContent).toContain("Press the new key");
});

test("arrows walk from key to key", () => {
  const keys = [...document.querySelectorAll<HTMLElement>("[data-key]")];
  keys[0]!.focus();
  press(keys[0]!, { key: "ArrowDown" });
  expect(document.activeElement).toBe(keys[1]);
});
