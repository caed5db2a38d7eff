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
    clock.greet(Date.now() + 300);
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

  /** A console that answers after so many milliseconds and is so far ahead of true time. */
  const consoleAt = (transport: FakeTransport, trip: number, ahead = 0) => {
    transport.answer = async () => {
      await pause(trip / 2);
      const now = trueTime() + ahead;
      await pause(trip / 2);
      return { now };
    };
  };
  const pause = (duration: number) => new Promise((resolve) => setTimeout(resolve, duration));
  const measure = async (clock: Clock) => {
    const done = clock.measure();
    await vi.advanceTimersByTimeAsync(5000);
    await done;
  };
  const noConnection = (transport: FakeTransport) => {
    transport.answer = () => Promise.reject(new Error("no connection"));
  };
  // `performance.now()` is faked to run on; a set clock moves `Date` alone.
  let slept = 0;
  const trueTime = () => 5_000_000 + performance.now() + slept;
  /** The computer sleeps: the wall clock goes on, `performance.now()` and timers do not. */
  const sleep = (duration: number) => {
    slept += duration;
    vi.setSystemTime(Date.now() + duration);
  };
  /** Somebody or something sets the computer's clock. */
  const setBy = (change: number) => vi.setSystemTime(Date.now() + change);
  const error = (clock: Clock) => Math.abs(clock.instant() - trueTime());

  test.each([
    ["forward by hours", 7_200_000],
    ["forward by a little", 3000],
    ["backwards", -7_200_000],
  ])("a clock that is set %s moves no stamp once it is measured again", async (_, change) => {
    slept = 0;
    const transport = new FakeTransport();
    consoleAt(transport, 20);
    const clock = new Clock(transport);
    await measure(clock);
    expect(error(clock)).toBeLessThan(11);
    setBy(change);
    clock.instant();
    await vi.advanceTimersByTimeAsync(200);
    expect(error(clock)).toBeLessThan(11);
    expect(Math.abs(clock.at(Date.now()) - trueTime()), "what is told in wall time follows").toBeLessThan(11);
  });

  test("without a connection a clock set back, or by a little, moves no stamp at all", async () => {
    slept = 0;
    const transport = new FakeTransport();
    consoleAt(transport, 20);
    const clock = new Clock(transport);
    await measure(clock);
    noConnection(transport);
    for (const change of [-3_600_000, 4000, -90_000]) {
      setBy(change);
      expect(error(clock)).toBeLessThan(11);
      await vi.advanceTimersByTimeAsync(10);
      expect(clock.uncertainty, "it says that it does not know").toBeNull();
    }
  });

  test("a laptop that slept without a connection stamps right as soon as it wakes, and tells who waits", async () => {
    slept = 0;
    const transport = new FakeTransport();
    consoleAt(transport, 20);
    const clock = new Clock(transport);
    clock.resumed = vi.fn();
    await measure(clock);
    noConnection(transport);
    sleep(3_600_000);
    expect(error(clock)).toBeLessThan(11);
    await vi.advanceTimersByTimeAsync(10);
    expect(clock.resumed).toHaveBeenCalled();
  });

  test("timers that stood still mean a new measurement, where the clock went on through the sleep", async () => {
    const transport = new FakeTransport();
    transport.answer = () => ({ now: Date.now() + 5000 });
    const clock = new Clock(transport);
    clock.resumed = vi.fn();
    const stop = clock.start();
    await vi.advanceTimersByTimeAsync(1100);
    const before = transport.sent.length;
    // Both clocks leap together, and the next look comes late.
    const leap = vi.spyOn(performance, "now").mockImplementation(() => Date.now() - 1_000_000);
    vi.setSystemTime(Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(clock.resumed).toHaveBeenCalled();
    expect(transport.sent.length).toBeGreaterThan(before);
    leap.mockRestore();
    stop();
  });

  test("measures every minute, also when nothing else happens", async () => {
    const transport = new FakeTransport();
    const clock = new Clock(transport);
    const stop = clock.start();
    await vi.advanceTimersByTimeAsync(10);
    const once = transport.sent.length;
    await vi.advanceTimersByTimeAsync(61_000);
    expect(transport.sent.length).toBe(2 * once);
    stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(transport.sent.length).toBe(2 * once);
  });

  test("a trip during which the computer slept says nothing", async () => {
    slept = 0;
    const transport = new FakeTransport();
    consoleAt(transport, 100);
    const clock = new Clock(transport);
    await measure(clock);
    const answer = transport.answer;
    let first = true;
    transport.answer = async (call) => {
      const told = await answer(call);
      // It slept after the console had answered: the trip looks short and the time in it is old.
      if (first) sleep(600_000);
      first = false;
      return told;
    };
    await measure(clock);
    await vi.advanceTimersByTimeAsync(1500);
    expect(error(clock)).toBeLessThan(60);
  });

  test("a bad measurement does not replace a good one it agrees with; a console with another clock does", async () => {
    slept = 0;
    const transport = new FakeTransport();
    consoleAt(transport, 10);
    const clock = new Clock(transport);
    await measure(clock);
    expect(clock.uncertainty).toBeLessThanOrEqual(5);
    transport.answer = async () => {
      const now = trueTime();
      await pause(800);
      return { now };
    };
    await measure(clock);
    expect(error(clock), "half of 800 ms would be wrong by as much").toBeLessThan(11);
    expect(clock.uncertainty).toBeLessThan(10);
    consoleAt(transport, 10, 90_000);
    await measure(clock);
    expect(Math.abs(clock.instant() - trueTime() - 90_000), "it was restarted").toBeLessThan(11);
  });
});
