import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";
import type { FeedEvent, SessionView } from "../protocol";
import * as build from "../testing/build";
import { Clock, Study } from "../state";
import { FakeTransport } from "../transport/fake";
import { FaultError } from "../transport";
import { Desk } from "./desk.svelte";

vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {}, removeEventListener: () => {} });

const NOW = Date.UTC(2026, 10, 26, 9, 54);
const slot = (id: string, date = "2026-11-26"): FeedEvent => ({
  type: "entity",
  rev: 1,
  kind: "slot",
  entity: build.slot({ id, date, start_minute: 600, starts_at: NOW }),
});
const session = (id: string, status: string, more: Partial<SessionView> = {}): FeedEvent => ({
  type: "entity",
  rev: 1,
  kind: "session",
  entity: build.session({ id, slot_id: `slot of ${id}`, kind: "interview", status, started_at: null, seats: [], open_to_room: false, ...more }),
});

function deskWith(...events: FeedEvent[]) {
  const transport = new FakeTransport();
  const study = new Study(transport);
  const clock = new Clock(transport);
  clock.instant = () => NOW;
  study.follow(null);
  transport.push(
    { type: "reset" },
    { type: "entity", rev: 1, kind: "study", entity: build.study({ mark_lead_in_ms: 10_000, observers_see_guide: false }) },
    ...events,
    { type: "ready", cursor: "f.1" },
  );
  flushSync();
  return { desk: new Desk(transport, study, clock), transport };
}

describe("the desk", () => {
  it("shows today in the study's zone, until another day is chosen", () => {
    const { desk } = deskWith();
    expect(desk.date).toBe("2026-11-26");
    desk.showDay("2026-11-27");
    expect(desk.date).toBe("2026-11-27");
    desk.showDay("2026-11-26");
    expect(desk.date).toBe("2026-11-26");
  });

  it("follows the notes of what runs, on every screen", () => {
    const { desk } = deskWith(slot("slot of a"), session("a", "live", { started_at: NOW }));
    expect(desk.followed).toBe("a");
    desk.showLive();
    expect(desk.shown?.id).toBe("a");
  });

  it("stays with a session of today that is in debrief, and leaves one of another day alone", () => {
    const ended = { started_at: NOW - 9, ended_at: NOW - 1 };
    const { desk } = deskWith(
      slot("slot of a"),
      session("a", "done", ended),
      slot("slot of b", "2026-11-25"),
      session("b", "done", { ...ended, ended_at: NOW }),
    );
    expect(desk.shown?.id).toBe("a");
    expect(desk.followed, "the day does not read notes that nobody asked for").toBe(null);
    desk.showLive("b");
    expect(desk.shown?.id).toBe("b");
    expect(desk.followed).toBe("b");
  });

  it("is loud about the disk until something can be written again", async () => {
    const { desk, transport } = deskWith();
    transport.answer = () => Promise.reject(new FaultError({ code: "disk", message: "The disk is full." }));
    expect(await desk.run("room_close", {})).toBe(false);
    expect(desk.disk).toContain("The disk is full.");
    expect(desk.notice, "the frame says it already").toBe(null);
    transport.answer = () => ({ rev: 2 });
    expect(await desk.run("room_close", {})).toBe(true);
    expect([desk.disk, desk.notice]).toEqual(["", null]);
  });

  it("is as loud about it when a component gives the command", async () => {
    const { desk, transport } = deskWith();
    transport.answer = () => Promise.reject(new FaultError({ code: "disk", message: "The disk is full." }));
    await expect(desk.hand.give("note_delete", { note_id: "n" })).rejects.toThrow("The disk is full.");
    expect(desk.disk).toContain("The disk is full.");
    transport.answer = () => ({ rev: 2 });
    await desk.hand.give("note_delete", { note_id: "n" });
    expect(desk.disk).toBe("");
  });

  it("says why the strip cannot stay in front, and why a key was not taken", async () => {
    const { desk, transport } = deskWith();
    const machine = { strip: true, not_above: "Not here.", mark_key: null, mark_asked: false, no_mark_key: null, mark_trouble: null, hidden: false, not_hidden: null };
    const refuse = () => Promise.reject(new FaultError({ code: "refused", message: "Another program has it." }));
    Object.assign(transport, { desktop: { strip: () => Promise.resolve(machine), mark_key: refuse } });
    await desk.strip(true);
    expect([desk.machine?.strip, desk.notice]).toEqual([true, { text: "Not here.", warning: true }]);
    expect(await desk.tell((desktop) => desktop.mark_key("F8"))).toBe("Another program has it.");
    expect(desk.machine, "what was known stays known").toBe(machine);
  });

  it("counts presses of the strip's key, however long the window takes", async () => {
    const { desk, transport } = deskWith();
    const asked: boolean[] = [];
    const strip = async (on: boolean) => (asked.push(on), await Promise.resolve(), { strip: on, not_above: null });
    Object.assign(transport, { desktop: { strip } });
    await Promise.all([desk.turnStrip(), desk.turnStrip(), desk.turnStrip()]);
    await desk.turnStrip();
    expect([asked, desk.machine?.strip]).toEqual([[true, false, true, false], false]);
  });

  it("does not call the disk sound because a question was answered", async () => {
    const { desk, transport } = deskWith();
    transport.answer = () => Promise.reject(new FaultError({ code: "disk", message: "The disk is full." }));
    await desk.run("room_close", {});
    transport.answer = () => ({ warnings: [] });
    await desk.ask("day_warnings", { date: "2026-11-26" });
    expect(desk.disk).not.toBe("");
  });

  it("takes back the plan by the console and says what; what was undone can be done again", async () => {
    const { desk, transport } = deskWith();
    const asked: string[] = [];
    transport.answer = ({ name, body }) => {
      asked.push(`${name} ${String(body["context"])}`);
      return { rev: 2, done: true, says: name === "undo" ? "P05 is back at 10:30." : "P05 is at 11:00 again.", note_id: null };
    };
    desk.did("P05: 11:00–12:00.");
    desk.notice?.undo?.();
    await vi.waitFor(() => expect(desk.notice?.text).toBe("P05 is back at 10:30."));
    expect(desk.notice?.again).toBe(true);
    desk.notice?.undo?.();
    await vi.waitFor(() => expect(desk.notice?.text).toBe("P05 is at 11:00 again."));
    expect(desk.notice?.again).toBe(undefined);
    expect(asked).toEqual(["undo day", "redo day"]);
  });

  it("offers nothing to do again when nothing was undone", async () => {
    const { desk, transport } = deskWith();
    transport.answer = () => ({ rev: 2, done: false, says: "Somebody else has moved P05 since.", note_id: null });
    await desk.turnDay("undo");
    expect(desk.notice).toEqual({ text: "Somebody else has moved P05 since." });
    transport.answer = () => Promise.reject(new FaultError({ code: "refused", message: "There is nothing to undo." }));
    await desk.turnDay("undo");
    expect(desk.notice).toMatchObject({ text: "There is nothing to undo.", warning: true });
  });
});
