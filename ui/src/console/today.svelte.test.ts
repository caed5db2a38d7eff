// @vitest-environment jsdom
import { flushSync } from "svelte";
import { expect, test } from "vitest";
import { Clock } from "../state/clock.svelte";
import { Study } from "../state/study.svelte";
import { FakeTransport } from "../transport/fake";
import { Desk } from "./desk.svelte";

test("the day is the console's as soon as it says what time it is", () => {
  const transport = new FakeTransport();
  const clock = new Clock(transport);
  const desk = new Desk(transport, new Study(transport), clock);
  const shown: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => {
      shown.push(desk.today);
    });
  });
  flushSync();
  clock.greet(Date.parse("2030-01-15T09:00:00Z"));
  flushSync();
  expect(shown.at(-1)).toBe("2030-01-15");
  stop();
});
