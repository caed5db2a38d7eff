import { expect, it } from "vitest";
import { lineToRead } from "./line";

it("is read with the true count", () => {
  expect(lineToRead(true, 1, 4)).toBe("5 colleagues are watching and taking notes. They cannot speak. Is that all right?");
  expect(lineToRead(true, 0, 12)).toBe("12 colleagues are watching. They cannot speak. Is that all right?");
  expect(lineToRead(true, 1, 0)).toBe("1 colleague is taking notes. They cannot speak. Is that all right?");
});

it("promises nobody when nobody is there, and no silence about those who may come", () => {
  expect(lineToRead(true, 0, 0)).toContain("colleagues may join");
  expect(lineToRead(false, 0, 0)).toBe("Nobody else is watching. I take notes myself. Is that all right?");
});
