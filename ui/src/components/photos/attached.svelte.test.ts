// @vitest-environment jsdom
import { describe, expect, test } from "vitest";
import { FaultError, type Hand } from "../../state";
import { Attachments } from "./attached.svelte";
import { picturesIn, refusal } from "./photo";

const photo = (name: string, type = "image/png") => new File(["pixels"], name, { type });

/** Gives until it is told to fail. */
function giving() {
  const sent: Record<string, unknown>[] = [];
  let fault: FaultError | null = null;
  const hand: Hand = {
    give: (_, request) => {
      if (fault) return Promise.reject(fault);
      sent.push({ ...request });
      return Promise.resolve({ answer: Promise.resolve({ rev: 1 }) as never });
    },
    ask: () => Promise.reject(new Error("nothing is asked")),
  };
  return { sent, hand, fails: (code: FaultError["code"] | null) => (fault = code && new FaultError({ code, message: "No." })) };
}

describe("photos with a note", () => {
  test("go after it, under its id", async () => {
    const photos = new Attachments();
    await photos.add([photo("receipt.png"), photo("notes.txt", "text/plain")]);
    expect([photos.fresh.length, photos.trouble]).toEqual([1, "notes.txt is no JPEG, PNG or WebP picture."]);
    const { sent, hand } = giving();
    await photos.give("n-1", hand);
    expect(sent).toMatchObject([{ note_id: "n-1", name: "receipt.png", base64: btoa("pixels") }]);
    expect(photos.list).toEqual([]);
  });

  test("that were not taken stay with their note, whatever is written next", async () => {
    const photos = new Attachments();
    const { sent, hand, fails } = giving();
    await photos.add([photo("one.png")]);
    fails("disk");
    await photos.give("n-1", hand);
    expect([photos.stuck.length, photos.fresh.length]).toEqual([1, 0]);
    await photos.add([photo("two.png")]);
    fails(null);
    await photos.give("n-2", hand);
    expect(sent.map(({ note_id, name }) => [note_id, name])).toEqual([
      ["n-1", "one.png"],
      ["n-2", "two.png"],
    ]);
    expect(photos.trouble).toBeNull();
  });

  test("fall off the record without a trace", async () => {
    const photos = new Attachments();
    const { hand, fails } = giving();
    await photos.add([photo("one.png")]);
    fails("off_record");
    await photos.give("n-1", hand);
    expect([photos.list, photos.trouble]).toEqual([[], null]);
  });
});

test("what can be a photo", () => {
  expect(picturesIn([photo("a.png"), photo("b.md", "text/markdown")]).map(({ name }) => name)).toEqual(["a.png"]);
  expect(refusal({ name: "a.gif", type: "image/gif", size: 1 })).toMatch(/no JPEG/);
  expect(refusal({ name: "a.jpg", type: "image/jpeg", size: 11 * 1024 * 1024 })).toMatch(/larger than 10 MB/);
  expect(refusal({ name: "a.webp", type: "image/webp", size: 1 })).toBeNull();
});
