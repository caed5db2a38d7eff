// @vitest-environment jsdom
import { flushSync, mount, unmount } from "svelte";
import { expect, test } from "vitest";
import { Clock, Study } from "../state";
import * as build from "../testing/build";
import { FakeTransport } from "../transport/fake";
import Latecomer from "./Latecomer.svelte";

test("how long a session has been going is told by the console's clock, once that is known", () => {
  const transport = new FakeTransport();
  const [study, clock] = [new Study(transport), new Clock(transport)];
  // This page's own clock is an hour ahead of the console's.
  const session = build.session({ status: "live", started_at: Date.now() - 3_600_000 - 24 * 60_000 });
  const page = mount(Latecomer, { target: document.body, props: { study, session, clock } });
  flushSync();
  expect(document.body.textContent, "nothing is guessed").not.toContain("minutes");
  clock.greet(Date.now() - 3_600_000);
  clock.measured = true;
  flushSync();
  expect(document.body.textContent).toContain("has been here for 24 minutes");
  void unmount(page);
});
