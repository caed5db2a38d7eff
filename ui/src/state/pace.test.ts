// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "./pace";

/** Posts as a browser does, by this test's timers. */
class Channel {
  port1: { onmessage: (() => void) | null; close: () => void } = { onmessage: null, close: () => undefined };
  port2 = { postMessage: () => void setTimeout(() => this.port1.onmessage?.(), 0) };
}

let pace: Pace;
let shown: number[];
const arrive = (number: number) => pace.run(() => shown.push(number));
const press = () => dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MessageChannel", Channel);
  [pace, shown] = [new Pace(), []];
  pace.start();
});
afterEach(() => {
  pace.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("what arrives while nobody types is shown at once", () => {
  arrive(1);
  expect(shown).toEqual([1]);
  press();
  vi.advanceTimersByTime(1000);
  arrive(2);
  expect(shown).toEqual([1, 2]);
});

test("between a key press and its picture nothing is shown; after it everything is, in order", () => {
  press();
  arrive(1);
  arrive(2);
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(shown).toEqual([1, 2]);
  arrive(3);
  expect(shown, "no other key is due so soon").toEqual([1, 2, 3]);
});

test("when another key may be due, what arrives waits for its picture", () => {
  press();
  vi.advanceTimersByTime(80);
  arrive(1);
  vi.advanceTimersByTime(30);
  press();
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(shown).toEqual([1]);
});

test("when no other key comes, nothing waits for one", () => {
  press();
  vi.advanceTimersByTime(80);
  arrive(1);
  vi.advanceTimersByTime(200);
  expect(shown).toEqual([1]);
});

test("nothing waits for longer than a quarter of a second, also when nothing is drawn", () => {
  vi.stubGlobal("requestAnimationFrame", () => 0);
  press();
  arrive(1);
  for (let key = 0; key < 5; key += 1) {
    vi.advanceTimersByTime(50);
    press();
  }
  vi.advanceTimersByTime(1);
  expect(shown).toEqual([1]);
});

test("what waits is let in at the end", () => {
  press();
  arrive(1);
  pace.stop();
  expect(shown).toEqual([1]);
});
