import { describe, expect, test, vi } from "vitest";
import type { Gap } from "../../state";
import { Draft } from "./draft.svelte";

const drawer = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    kept,
  };
};

describe("a draft", () => {
  test("is stamped at its first key press, not at its last", () => {
    let now = 1000;
    const draft = new Draft("d", () => now, null);
    draft.changed("S");
    now = 9000;
    draft.changed("Sc");
    expect([draft.typedFrom, draft.typedTo]).toEqual([1000, 9000]);
  });

  test("emptied and begun anew has a new stamp", () => {
    let now = 1000;
    const draft = new Draft("d", () => now, null);
    draft.changed("S");
    draft.changed("");
    now = 5000;
    draft.changed("T");
    expect(draft.typedFrom).toBe(5000);
  });

  test("survives a reload with its stamp", () => {
    const storage = drawer();
    const draft = new Draft("d", () => 1000, storage);
    draft.changed("Scrolls");
    draft.move(-5000);
    const again = new Draft("d", () => 9000, storage);
    expect([again.text, again.typedFrom, again.nudge]).toEqual(["Scrolls", 1000, -5000]);
    again.handedOver("Scrolls");
    expect(storage.kept.size).toBe(0);
  });

  test("what was typed while it was handed over stays, as a draft of its own", () => {
    let now = 1000;
    const draft = new Draft("d", () => now, null);
    draft.changed("One");
    const first = draft.ids("One").noteId;
    now = 2000;
    draft.changed("OneTwo");
    draft.handedOver("One");
    expect([draft.text, draft.typedFrom]).toEqual(["Two", 2000]);
    expect(draft.ids("Two").noteId).not.toBe(first);
  });

  test("of what is typed is kept within a moment, and at once when the page goes", () => {
    vi.useFakeTimers();
    const storage = drawer();
    const kept = () => new Draft("d", () => 9000, storage).text;
    const draft = new Draft("d", () => 1000, storage);
    draft.typed("S");
    draft.typed("Sc");
    vi.advanceTimersByTime(50);
    expect(kept(), "no later than a moment after the first of several keys").toBe("Sc");
    draft.typed("Scr");
    draft.keep();
    expect(kept()).toBe("Scr");
    draft.typed("Scro");
    draft.handedOver("Scro");
    vi.advanceTimersByTime(50);
    expect(storage.kept.size, "what was handed over does not come back").toBe(0);
    draft.typed("T");
    draft.typed("");
    vi.advanceTimersByTime(50);
    expect(storage.kept.size, "nor what was deleted").toBe(0);
    new Draft("d", () => 1000, storage).changed("in another tab");
    draft.keep();
    expect(kept(), "what has not changed since does not replace what has").toBe("in another tab");
    vi.useRealTimers();
  });

  test("tags given by key survive a reload, and go with the note", () => {
    const storage = drawer();
    const draft = new Draft("d", () => 1000, storage);
    draft.toggle("pain");
    expect(draft.tags, "there is no note yet").toEqual([]);
    draft.changed("Scrolls");
    draft.toggle("pain");
    draft.toggle("bug");
    draft.toggle("pain");
    const again = new Draft("d", () => 9000, storage);
    expect(again.tags).toEqual(["bug"]);
    again.handedOver("Scrolls");
    expect(again.tags).toEqual([]);
  });

  test("of several lines each is a note of its own, typed at the same time", () => {
    let now = 1000;
    const storage = drawer();
    const draft = new Draft("d", () => now, storage);
    draft.changed("One\nTwo");
    const first = draft.ids("One").noteId;
    now = 5000;
    draft.lineHandedOver("Two");
    expect([draft.text, draft.typedFrom, draft.typedTo]).toEqual(["Two", 1000, 1000]);
    expect(draft.ids("Two").noteId).not.toBe(first);
    expect(new Draft("d", () => now, storage).text).toBe("Two");
    draft.lineHandedOver("");
    expect(storage.kept.size).toBe(0);
  });

  test("sends the same content with the same ids, other content with another command", () => {
    const draft = new Draft("d", () => 1, null);
    draft.changed("One");
    expect(draft.ids("One")).toEqual(draft.ids("One"));
    expect(draft.ids("One, more").commandId).not.toBe(draft.ids("One").commandId);
    expect(draft.ids("One, more").noteId).toBe(draft.ids("One").noteId);
  });

  test("a forbidden or broken storage is no draft and no error", () => {
    const broken = {
      getItem: () => "{",
      setItem: () => {
        throw new Error("full");
      },
      removeItem: () => {
        throw new Error("forbidden");
      },
    };
    const draft = new Draft("d", () => 1, broken);
    draft.changed("One");
    draft.clear();
    expect(draft.text).toBe("");
  });
});

test("a kept draft names the note that it would become, until it changes", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const draft = new Draft("d", () => 1, storage);
  draft.changed("before");
  expect(draft.restored).toBeNull();
  const { noteId } = draft.ids("before");

  const again = new Draft("d", () => 2, storage);
  expect(again.restored).toBe(noteId);
  again.changed("before this");
  expect(again.restored).toBeNull();
});

describe("a draft across a gap", () => {
  /** Types at instants; the page may learn of gaps later than they were. */
  function typing(storage: ReturnType<typeof drawer> | null = null) {
    const clock = { now: 0 };
    const gaps: Gap[] = [];
    const draft = new Draft("d", () => clock.now, storage, () => gaps);
    return {
      clock,
      gaps,
      draft,
      at(now: number, text: string) {
        clock.now = now;
        draft.changed(text);
      },
      learns(...known: Gap[]) {
        gaps.splice(0, gaps.length, ...known);
        draft.heal();
      },
      get sent() {
        return [draft.text, draft.typedFrom, draft.keysFrom, draft.typedTo];
      },
    };
  }

  test("keeps what was typed before it, and its stamp; what is sent was typed after it", () => {
    const page = typing();
    page.at(1000, "Sc");
    page.at(2000, "Scrolls");
    page.learns({ from: 3000, to: null });
    expect(page.sent).toEqual(["Scrolls", 1000, 1000, 2000]);
    page.learns({ from: 3000, to: 9000 });
    expect(page.sent, "nothing more is typed: the presses before it count").toEqual(["Scrolls", 1000, 1000, 2000]);
    page.at(10_000, "Scrolls t");
    page.at(11_000, "Scrolls twice");
    expect(page.sent).toEqual(["Scrolls twice", 1000, 10_000, 11_000]);
  });

  test("loses presses that were made in it before the page knew of it", () => {
    const page = typing();
    page.at(1000, "Scrolls");
    page.at(3100, "Scrolls a");
    page.at(3500, "Scrolls a secret");
    page.learns({ from: 3000, to: null });
    expect(page.sent).toEqual(["Scrolls", 1000, 1000, 1000]);
  });

  test("in the middle of the text, too", () => {
    const page = typing();
    page.at(1000, "Scrolls list");
    page.at(4000, "Scrolls the secret list");
    page.learns({ from: 3000, to: null });
    expect(page.draft.text).toBe("Scrolls list");
  });

  test("learned of when it is over: what only goes on after it stays, what changes its words goes with them", () => {
    const page = typing();
    page.at(1000, "One");
    page.at(4000, "One secret");
    page.at(6000, "One secret two");
    page.learns({ from: 3000, to: 5000 });
    expect(page.sent).toEqual(["One two", 1000, 6000, 6000]);

    const other = typing();
    other.at(1000, "One");
    other.at(4000, "One secret");
    other.at(6000, "One sacred");
    other.learns({ from: 3000, to: 5000 });
    expect(other.sent).toEqual(["One", 1000, 1000, 1000]);
  });

  test("typed wholly in it, nothing stays; begun in it and gone on with, the rest is stamped anew", () => {
    const page = typing();
    page.at(4000, "secret");
    page.learns({ from: 3000, to: null });
    expect([page.draft.text, page.draft.typedFrom]).toEqual(["", null]);

    const other = typing();
    other.at(4000, "secret");
    other.at(6000, "secret and so on");
    other.learns({ from: 3000, to: 5000 });
    expect(other.sent).toEqual([" and so on", 6000, 6000, 6000]);
  });

  test("of two gaps the presses after the last one that was typed over count", () => {
    const page = typing();
    page.at(1000, "One");
    page.learns({ from: 2000, to: 3000 });
    page.at(4000, "One two");
    page.learns({ from: 2000, to: 3000 }, { from: 5000, to: 6000 });
    expect(page.sent).toEqual(["One two", 1000, 4000, 4000]);
    page.at(7000, "One two three");
    expect(page.sent).toEqual(["One two three", 1000, 7000, 7000]);
  });

  test("knows after a reload what was typed when", () => {
    const storage = drawer();
    const page = typing(storage);
    page.at(1000, "One");
    page.at(4000, "One secret");
    const again = new Draft("d", () => 9000, storage, () => [{ from: 3000, to: 5000 }]);
    again.heal();
    expect([again.text, again.typedFrom, again.typedTo]).toEqual(["One", 1000, 1000]);
    expect(new Draft("d", () => 9000, storage).text, "and the browser keeps nothing of it").toBe("One");
  });

  test("presses that went on through its edge go with it, and no more than a moment before it", () => {
    const page = typing();
    page.at(1000, "One ");
    page.at(2900, "One t");
    page.at(3050, "One tw");
    page.learns({ from: 3000, to: null });
    expect(page.draft.text).toBe("One ");
  });
});
