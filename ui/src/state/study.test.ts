import { describe, expect, test } from "vitest";
import { note, session, slot, snapshot, frame, START } from "../testing/build";
import { FakeTransport } from "../transport/fake";
import { Study } from "./study.svelte";

const setUp = (following: string | null = "session-1") => {
  const transport = new FakeTransport();
  const study = new Study(transport);
  study.follow(following);
  return { transport, study };
};

describe("the study as state", () => {
  test("shows nothing until the whole state has arrived", () => {
    const { transport, study } = setUp();
    const events = snapshot({ kind: "session", entity: session() }, { kind: "note", entity: note() });
    transport.push(...events.slice(0, -1));
    expect(study.ready).toBe(false);
    expect(study.notes, "half a state is no state").toHaveLength(0);
    transport.push(...events.slice(-1));
    expect(study.ready).toBe(true);
    expect(study.notes).toHaveLength(1);
    expect(study.me?.name).toBe("Jo Adler");
  });

  test("a reset drops what may no longer be seen, in one go", () => {
    const { transport, study } = setUp();
    transport.push(...snapshot({ kind: "session", entity: session() }, { kind: "note", entity: note() }));
    transport.push({ type: "reset" }, frame({ kind: "session", entity: session({ open_to_room: false }) }));
    expect(study.notes, "the old state stands until the new one is whole").toHaveLength(1);
    transport.push({ type: "ready", cursor: "FEED.2" });
    expect(study.notes).toHaveLength(0);
    expect(study.open).toBeNull();
  });

  test("frames twice are harmless, the newest wins, tombstones take away", () => {
    const { transport, study } = setUp();
    transport.push(...snapshot({ kind: "session", entity: session() }));
    transport.push(frame({ kind: "note", entity: note() }, 2), frame({ kind: "note", entity: note() }, 2));
    transport.push(frame({ kind: "note", entity: note({ body: "Changed" }) }, 3));
    expect(study.notes.map((note) => note.body)).toEqual(["Changed"]);
    expect(study.rev).toBe(3);
    transport.push({ type: "tombstone", rev: 4, kind: "note", id: "note-1" });
    transport.push({ type: "tombstone", rev: 4, kind: "of a newer console", id: "x" });
    expect(study.notes).toHaveLength(0);
  });

  test("notes are in the order of their stamps, then of their ids", () => {
    const { transport, study } = setUp();
    const notes = [
      note({ id: "c", at: START + 2000 }),
      note({ id: "b", at: START + 1000 }),
      note({ id: "a", at: START + 2000 }),
      note({ id: "other", session_id: "session-2" }),
    ];
    transport.push(...snapshot(...notes.map((entity) => ({ kind: "note" as const, entity }))));
    expect(study.notes.map((note) => note.id)).toEqual(["b", "a", "c"]);
  });

  test("another session is another stream; what the old one still says is not heard", () => {
    const { transport, study } = setUp(null);
    expect(transport.followed.map(({ scope }) => scope)).toEqual(["study"]);
    study.follow(null);
    expect(transport.followed, "the same scope goes on").toHaveLength(1);
    study.follow("session-1");
    expect(transport.followed.at(0)?.stopped).toBe(true);
    expect(transport.followed.at(1)).toMatchObject({ scope: "session=session-1", cursor: null });
  });

  test("slots come in the order of time with their sessions", () => {
    const { transport, study } = setUp();
    transport.push(
      ...snapshot(
        { kind: "slot", entity: slot({ id: "late", starts_at: START + 1 }) },
        { kind: "slot", entity: slot() },
        { kind: "session", entity: session() },
      ),
    );
    expect(study.slots.map(({ slot, session }) => [slot.id, session?.id ?? null])).toEqual([
      ["slot-1", "session-1"],
      ["late", null],
    ]);
  });

  test("the next session has not begun, is not called off, and may be a little late", () => {
    const { transport, study } = setUp();
    const planned = (id: string, minutes: number, status: string) => [
      { kind: "slot" as const, entity: slot({ id: `s${id}`, starts_at: START + minutes * 60_000 }) },
      {
        kind: "session" as const,
        entity: session({ id, slot_id: `s${id}`, status, started_at: null, open_to_room: false }),
      },
    ];
    transport.push(...snapshot(...planned("a", 0, "cancelled"), ...planned("b", 10, "planned"), ...planned("c", 90, "planned")));
    expect(study.nextAfter(START)?.session.id).toBe("b");
    expect(study.nextAfter(START + 20 * 60_000)?.session.id, "late is not gone").toBe("b");
    expect(study.nextAfter(START + 80 * 60_000)?.session.id).toBe("c");
  });
});
