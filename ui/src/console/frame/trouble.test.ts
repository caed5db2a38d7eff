// @vitest-environment jsdom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import type { StudyFileView } from "../../protocol";
import { Clock, Study } from "../../state";
import * as build from "../../testing/build";
import { FakeTransport } from "../../transport/fake";
import { Desk } from "../desk.svelte";
import TroubleOn from "./TroubleOn.test.svelte";

let page: Record<string, unknown> | null = null;
afterEach(() => {
  if (page) void unmount(page);
  page = null;
  document.body.replaceChildren();
});

const SOUND: StudyFileView = { id: "study_file", disk: null, copies: null, damage: null, copied_at: null };

function on(file: Partial<StudyFileView>, onrestore?: () => void) {
  const transport = new FakeTransport();
  const clock = new Clock(transport);
  const study = new Study(transport);
  const desk = new Desk(transport, study, clock);
  clock.instant = () => build.START;
  study.follow(null);
  transport.push(...build.snapshot({ kind: "study", entity: build.study() }, { kind: "study_file", entity: { ...SOUND, ...file } }));
  flushSync();
  page = mount(TroubleOn, { target: document.body, props: { desk, ...onrestore && { onrestore } } });
  flushSync();
  const tell = (file: Partial<StudyFileView>) => {
    transport.push({ type: "entity", rev: 0, kind: "study_file", entity: { ...SOUND, ...file } });
    flushSync();
  };
  return { tell, text: () => document.body.textContent.replace(/\s+/g, " ").trim() };
}

test("a full disk is said loudly, and no longer than it is full", () => {
  const { tell, text } = on({});
  expect(text()).toBe("");
  tell({ disk: "Disk full. Notes go on in the reserve. Free 1 GB now." });
  expect(document.querySelector("[role=alert]")?.textContent.trim()).toBe("Disk full. Notes go on in the reserve. Free 1 GB now.");
  tell({});
  expect(text()).toBe("");
});

test("a damaged study offers its newest sound copy by one button", () => {
  const restore = vi.fn();
  const { text } = on({ damage: "The study's file is damaged.", copied_at: build.START }, restore);
  const button = document.querySelector("button")!;
  expect(button.textContent).toBe("Open the copy of 10:30");
  button.click();
  expect(restore).toHaveBeenCalledOnce();
  expect(text()).toContain("What came later stays in the damaged file, which is kept.");
});

test("in a browser the way is told, and that there is none", () => {
  const { tell, text } = on({ damage: "The study's file is damaged.", copied_at: build.START });
  expect(document.querySelector("button")).toBeNull();
  expect(text()).toContain("run backroom restore: it opens the copy of 10:30.");
  tell({ damage: "The study's file is damaged." });
  expect(text()).toContain("It has no sound copy: export what can be read.");
});

test("that no copy could be made is told without alarm", () => {
  on({ copies: "The study could not be copied: the disk has too little room. Notes are not affected." });
  expect(document.querySelector("[role=alert]")).toBeNull();
  expect(document.querySelector("[role=status]")?.textContent).toContain("Notes are not affected.");
});
