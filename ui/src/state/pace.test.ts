// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "./pace";

/** Posts as a browser does, by this test's timers. */
class Channel {
  port1: { onmessage: ((event: { data: unknown }) => void) | null; close: () => void } = { onmessage: null, close: () => undefined };
  port2 = { postMessage: (data: unknown) => void setTimeout(() => this.port1.onmessage?.({ data }), 0) };
}

let pace: Pace;
let shown: number[];
const arrive = (number: number) => pace.run(() => shown.push(number));
const press = (on = document.body.appendChild(document.createElement("textarea")) as HTMLElement) =>
  on.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MessageChannel", Channel);
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => setTimeout(draw, 16));
  [pace, shown] = [new Pace(), []];
  pace.start();
});
afterEach(() => {
  pace.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a key in a dialog or a list holds nothing back: what it brings about is there before the next key", () => {
  press(document.body.appendChild(document.createElement("input")));
  arrive(1);
  expect(shown).toEqual([1]);
});

test("what arrives while nobody types is shown at once", () => {
  arrive(1);
  expect(shown).toEqual([1]);
  press();
  vi.advanceTimersByTime(1000);
  arrive(2);
  expect(shown).toEqual([1, 2]);
});

/** Another key after so many milliseconds. */
const pressAfter = (millis: number) => {
  vi.advanceTimersByTime(millis);
  press();
};

test("what arrives while somebody types is shown together and in order, right after a key's picture", () => {
  press();
  pressAfter(90);
  arrive(1);
  pressAfter(90);
  arrive(2);
  vi.advanceTimersByTime(80);
  expect(shown, "it may wait for the next key").toEqual([]);
  pressAfter(10);
  vi.advanceTimersByTime(15);
  expect(shown, "the picture is not drawn yet").toEqual([]);
  vi.advanceTimersByTime(5);
  expect(shown).toEqual([1, 2]);
});

test("a key that is pressed before anything is told of the last one's picture goes first", () => {
  press();
  pressAfter(90);
  arrive(1);
  pressAfter(90);
  pressAfter(90);
  // The frame comes, and the next key at once.
  vi.advanceTimersByTime(15);
  vi.advanceTimersToNextTimer();
  press();
  vi.advanceTimersByTime(15);
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(shown, "a quarter of a second has passed").toEqual([1]);
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
