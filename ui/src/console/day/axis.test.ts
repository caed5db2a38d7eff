import { describe, expect, it } from "vitest";
import { axisFor, buffersOf, drawn, hoursOf, lanesOf, minuteAt, moved, overlap, pixelsAt, placesOf, resized } from "./axis";

describe("the axis", () => {
  it("shows nine to five and whatever lies outside", () => {
    expect(axisFor([], 0)).toEqual({ from: 540, to: 1020, scale: 1.4 });
    expect(axisFor([{ start: 450, length: 60 }, { start: 1080, length: 95 }], 0)).toMatchObject({ from: 420, to: 1200 });
  });
  it("grows with the height, to a limit", () => {
    expect(axisFor([], 800).scale).toBeCloseTo(800 / 480);
    expect(axisFor([], 8000).scale).toBe(2);
  });
  it("goes from minutes to pixels and back", () => {
    const axis = axisFor([], 0);
    expect(pixelsAt(axis, 600)).toBe(84);
    expect(minuteAt(axis, pixelsAt(axis, 615))).toBe(615);
    expect(hoursOf(axis)).toHaveLength(9);
  });
});

describe("dragging", () => {
  it.each([
    [{ start: 540, length: 60 }, 12, { start: 550, length: 60 }],
    [{ start: 543, length: 60 }, 0, { start: 545, length: 60 }],
    [{ start: 540, length: 60 }, -900, { start: 0, length: 60 }],
    [{ start: 540, length: 60 }, 5000, { start: 1435, length: 60 }],
  ])("moves %j by %i", (span, by, expected) => expect(moved(span, by)).toEqual(expected));
  it.each([
    [{ start: 540, length: 60 }, 13, { start: 540, length: 75 }],
    [{ start: 540, length: 60 }, -200, { start: 540, length: 5 }],
    [{ start: 540, length: 60 }, 2000, { start: 540, length: 720 }],
  ])("changes the length of %j by %i", (span, by, expected) => expect(resized(span, by)).toEqual(expected));
  it("draws in both directions, and a mere click takes the usual length", () => {
    expect(drawn(600, 652, 60)).toEqual({ start: 600, length: 55 });
    expect(drawn(652, 600, 60)).toEqual({ start: 600, length: 55 });
    expect(drawn(602, 604, 60)).toEqual({ start: 600, length: 60 });
  });
});

describe("overlaps", () => {
  it("touching is no overlap", () => {
    expect(overlap({ start: 540, length: 60 }, { start: 600, length: 60 })).toBe(false);
    expect(overlap({ start: 540, length: 61 }, { start: 600, length: 60 })).toBe(true);
  });
  it("gives lanes to those that overlap and the whole width to the others", () => {
    const lanes = lanesOf([
      { start: 540, length: 60 },
      { start: 570, length: 60 },
      { start: 600, length: 30 },
      { start: 700, length: 30 },
    ]);
    expect(lanes).toEqual([{ lane: 0, of: 2 }, { lane: 1, of: 2 }, { lane: 0, of: 2 }, { lane: 0, of: 1 }]);
  });
});

describe("buffers", () => {
  const session = (start: number) => ({ start, length: 60, kind: "session" });
  it("stand after each session; a break absorbs the reset, and the day ends with a debrief", () => {
    const day = [session(540), session(630), { start: 705, length: 60, kind: "break" }, session(765)];
    expect(buffersOf(day).map((buffer) => buffer.text)).toEqual(["debrief 15 · reset 15", "debrief 15", "debrief 15"]);
  });
  it("shrink with the time that is left, and vanish without any", () => {
    expect(buffersOf([session(540), session(620)])[0]?.text).toBe("debrief 15 · reset 5");
    expect(buffersOf([session(540), session(600)])).toHaveLength(1);
  });
});

describe("what stands beside the day", () => {
  const span = (start: number, length: number, beside = false) => ({ start, length, beside });
  const columns = (...spans: ReturnType<typeof span>[]) => placesOf(spans).map(({ column, lane, of }) => `${column} ${lane}/${of}`);

  it("has the whole width where it meets nothing", () => {
    expect(columns(span(540, 60), span(600, 60, true))).toEqual(["whole 0/1", "whole 0/1"]);
  });
  it("has a column of its own where it meets the day, and the day keeps the rest", () => {
    expect(columns(span(540, 60), span(570, 60, true), span(720, 60), span(900, 60, true))).toEqual([
      "rest 0/1",
      "side 0/1",
      "rest 0/1",
      "whole 0/1",
    ]);
  });
  it("keeps its own overlaps within that column", () => {
    expect(columns(span(540, 60), span(540, 60, true), span(580, 60, true), span(630, 30, true))).toEqual([
      "rest 0/1",
      "side 0/2",
      "side 1/2",
      "side 0/2",
    ]);
  });
});
