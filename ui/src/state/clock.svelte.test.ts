// @vitest-environment jsdom
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeTransport } from "../transport/fake";
import { Clock } from "./clock.svelte";

describe("the console's clock on a page", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.setSystemTime(1_000_000);
  });
  afterEach(() => vi.useRealTimers());

  test("believes the shortest of several round trips", async () => {
    const transport = new FakeTransport();
    const trips = [400, 20, 300, 900, 60];
    transport.answer = async () => {
      const trip = trips.shift() ?? 0;
      // Slow on the way back only: half the trip would be wrong by as much.
      const now = Date.now() + 5000 + trip * 0.1;
      await vi.advanceTimersByTimeAsync(trip);
      return { now };
    };
    const clock = new Clock(transport);
    await clock.measure();
    expect(Math.abs(clock.offset - 5000)).toBeLessThan(20);
    expect(clock.instant()).toBe(Math.round(Date.now() + clock.offset));
  });

  test("keeps the last offset without a connection", async () => {
    const transport = new FakeTransport();
    const clock = new Clock(transport);
    clock.greet(Date.now() + 7000);
    transport.answer = () => {
      throw new Error("no connection");
    };
    await clock.measure();
    expect(clock.offset).toBe(7000);
  });

  test("ticks on the console's second, and only while something shows it", async () => {
    const clock = new Clock(new FakeTransport());
    clock.offset = 300;
    expect(vi.getTimerCount(), "nothing shows time: nothing ticks").toBe(0);
    const shown: number[] = [];
    const stop = $effect.root(() => {
      $effect(() => {
        shown.push(clock.now);
      });
    });
    flushSync();
    await vi.advanceTimersByTimeAsync(703);
    flushSync();
    await vi.advanceTimersByTimeAsync(1000);
    flushSync();
    expect(shown).toEqual([1_000_000, 1_001_000, 1_002_000]);
    stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
