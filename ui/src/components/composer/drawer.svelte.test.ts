// @vitest-environment jsdom
import { expect, test } from "vitest";
import { Draft } from "./draft.svelte";

test("two tabs write two drafts, and each finds its own again", () => {
  const place = (tab: Record<string, string>) => {
    sessionStorage.clear();
    for (const [key, text] of Object.entries(tab)) sessionStorage.setItem(key, text);
    return new Draft("d", () => 1000);
  };
  place({}).changed("in the first");
  const first = { d: sessionStorage.getItem("d") ?? "" };
  place({}).changed("in the second");
  expect(place(first).text).toBe("in the first");
  expect(place({}).text, "a new tab takes up what was written last").toBe("in the second");
});
