// @vitest-environment jsdom
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { Clock, Study } from "../../state";
import * as build from "../../testing/build";
import { FakeTransport } from "../../transport/fake";
import { Desk } from "../desk.svelte";
import ArrivalOn from "./ArrivalOn.test.svelte";

let page: Record<string, unknown> | null = null;
afterEach(() => {
  if (page) void unmount(page);
  page = null;
  document.body.replaceChildren();
});

/** The day's question, with P05 planned for `START`, at so many minutes after it. */
async function at(minutes: number, status = "confirmed") {
  const transport = new FakeTransport();
  transport.answer = ({ name }) =>
    name === "arrival"
      ? { minutes_late: minutes, reminder: "We started at 10:30.", reserves: [{ slot_id: "r", code: "P13", start_minute: 640, length_minutes: 90, says: "P13 is free." }] }
      : { rev: 2 };
  const clock = new Clock(transport);
  const study = new Study(transport);
  const desk = new Desk(transport, study, clock);
  let later = minutes;
  clock.instant = () => build.START + later * 60_000;
  study.follow(null);
  const planned = build.session({ status, started_at: null, open_to_room: false });
  transport.push(...build.snapshot({ kind: "study", entity: build.study() }, { kind: "slot", entity: build.slot() }, { kind: "session", entity: planned }));
  flushSync();
  page = mount(ArrivalOn, { target: document.body, props: { desk } });
  await vi.waitFor(() => flushSync());
  await new Promise((resolve) => setTimeout(resolve));
  flushSync();
  const press = async (label: string) => {
    [...document.querySelectorAll("button")].find((button) => button.textContent.includes(label))!.click();
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  };
  const until = (minutes: number) => {
    later = minutes;
    clock.greet(build.START + minutes * 60_000);
    document.dispatchEvent(new Event("visibilitychange"));
    flushSync();
  };
  return { desk, transport, press, until, text: () => document.body.textContent.replace(/\s+/g, " ") };
}

test("nobody is asked about before five minutes, nor about who is called off", async () => {
  expect((await at(4)).text().trim()).toBe("");
  expect((await at(7, "cancelled")).text().trim()).toBe("");
});

test("asks, is quiet after “not yet”, and asks again five minutes later", async () => {
  const { press, until, text } = await at(5);
  expect(text()).toContain("Is P05 here? Planned 10:30, 5 min ago.");
  await press("Not yet");
  expect(text().trim()).toBe("");
  until(9);
  expect(text().trim()).toBe("");
  until(10);
  expect(text()).toContain("Planned 10:30, 10 min ago.");
});

test("a reserve steps in only when somebody says so", async () => {
  const { transport, press, desk } = await at(10);
  expect(transport.sent.map(({ name }) => name)).not.toContain("session_step");
  await press("P13 instead");
  const call = transport.sent.find(({ name }) => name === "reserve_call");
  expect(call?.body).toMatchObject({ slot_id: "r", code: "P13", missed_session_id: "session-1", start_minute: 640, length_minutes: 60 });
  expect(desk.notice?.text).toBe("P13 steps in at 10:40; P05 is a no-show.");
});

test("who is here is asked about the start; the start sheet gets the likely time", async () => {
  const { press, desk, text } = await at(6, "arrived");
  expect(text()).toContain("P05 is here.");
  await press("Started 3 min ago");
  expect(desk.open).toEqual({ what: "start", sessionId: "session-1", at: build.START + 3 * 60_000 });
});
