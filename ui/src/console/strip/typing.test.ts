import { expect, test } from "vitest";
import { Draft, type Drawer } from "../../components/composer/draft.svelte";
import { Typing } from "./typing";

const NOW = 5000;
const drawer = (): Drawer => {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text), removeItem: (key) => void kept.delete(key) };
};
const letters = (text: string) => [...text].map((letter, index) => ({ letter, tag: "led", at: index, stamp: 4000 + index, echo: false }));
const press = (key: string, held: "ctrlKey" | "AltGraph" | null = null) => ({
  ...{ key, ctrlKey: held !== null, altKey: held === "AltGraph", metaKey: false },
  getModifierState: (name: string) => name === held,
});

test("what is typed while the whole window comes is in its field", () => {
  const storage = drawer();
  const typing = new Typing(() => new Draft("draft", () => NOW, storage));
  expect(typing.took(press("h"))).toBe(false);
  typing.begin(letters("hel"));
  for (const key of "lo, worlt") expect(typing.took(press(key))).toBe(true);
  expect([typing.took(press("Backspace")), typing.took(press("d"))]).toEqual([true, true]);
  expect(typing.took(press("@", "AltGraph"))).toBe(true);
  for (const key of ["Shift", "F9", "ArrowLeft"]) expect(typing.took(press(key))).toBe(false);
  expect(typing.took(press("k", "ctrlKey"))).toBe(false);
  const field = new Draft("draft", () => NOW, storage);
  expect([field.text, field.typedFrom]).toEqual(["hello, world@", 4000]);
});

test("typing goes on behind what the field had, and ends when the window does not come", () => {
  const storage = drawer();
  new Draft("draft", () => 1000, storage).changed("Opens the camera");
  const typing = new Typing(() => new Draft("draft", () => NOW, storage));
  typing.begin(letters("and"));
  typing.end();
  expect(typing.took(press("x"))).toBe(false);
  const field = new Draft("draft", () => NOW, storage);
  expect([field.text, field.typedFrom]).toEqual(["Opens the camera and", 1000]);
});
