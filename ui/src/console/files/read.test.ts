import { expect, it } from "vitest";
import { readFiles, toBase64 } from "./read";

it("keeps every byte, in files larger than a piece, too", () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 256);
  const back = atob(toBase64(bytes));
  expect(back.length).toBe(bytes.length);
  expect(bytes.every((byte, index) => back.charCodeAt(index) === byte)).toBe(true);
});

it("names the file that is too large", async () => {
  const huge = { name: "film.mov", size: 65 * 1024 * 1024 } as File;
  expect(await readFiles([huge])).toBe(
    "film.mov is too large: 65 MB came, 64 MB can be imported at once. Nothing was imported.",
  );
});

it("names the file that cannot be read", async () => {
  const folder = { name: "Interviews", size: 0, arrayBuffer: () => Promise.reject(new Error()) } as unknown as File;
  expect(await readFiles([folder])).toContain("Interviews could not be read.");
});
