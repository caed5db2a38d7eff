/** The day's time axis: minutes to pixels and back, snapping, dragging, lanes and conflicts. All minutes are local. */

/** Minutes in a day. */
export const DAY = 24 * 60;
/** Slots begin and end on multiples of this many minutes when they are dragged. */
export const STEP = 5;
/** The shortest slot in minutes. */
export const SHORTEST = 5;
/** The longest slot in minutes. */
export const LONGEST = 720;

/** A stretch of local time on one date. */
export interface Span {
  /** Local minutes after midnight. */
  start: number;
  /** Minutes. */
  length: number;
}

/** What part of a day is drawn, and how large. */
export interface Axis {
  /** The first minute, a full hour. */
  from: number;
  /** The last minute, a full hour; may lie past midnight. */
  to: number;
  /** Pixels of a minute. */
  scale: number;
}

/** A slot's place beside others that overlap it. */
export interface Lane {
  /** Counted from the left, from 0. */
  lane: number;
  /** How many share the width. */
  of: number;
}

/** The end in local minutes; past midnight it is larger than a day. */
export const endOf = (span: Span): number => span.start + span.length;

/** The nearest multiple of the step. */
export const snap = (minutes: number): number => Math.round(minutes / STEP) * STEP;

/**
 * The axis of a day: from nine to five at least, and around everything that is planned (and now, when it is near),
 * as large as the height allows between the two scales.
 */
export function axisFor(spans: readonly Span[], height: number, least = 1.4, most = 2): Axis {
  const from = Math.min(9 * 60, ...spans.map((span) => span.start));
  const to = Math.max(17 * 60, ...spans.map(endOf));
  const axis = { from: Math.floor(from / 60) * 60, to: Math.ceil(to / 60) * 60 };
  const scale = Math.min(most, Math.max(least, height / (axis.to - axis.from)));
  return { ...axis, scale };
}

/** Pixels from the top of the axis. */
export const pixelsAt = (axis: Axis, minute: number): number => (minute - axis.from) * axis.scale;

/** The minute at so many pixels from the top of the axis, not snapped. */
export const minuteAt = (axis: Axis, pixels: number): number => axis.from + pixels / axis.scale;

/** The full hours of the axis. */
export function hoursOf(axis: Axis): number[] {
  const hours = [];
  for (let minute = axis.from; minute <= axis.to; minute += 60) hours.push(minute);
  return hours;
}

/** The span moved by minutes, on the grid and within the day. */
export function moved(span: Span, by: number): Span {
  const start = Math.min(DAY - STEP, Math.max(0, snap(span.start + by)));
  return { start, length: span.length };
}

/** The span with its end moved by minutes, on the grid and within the limits of a slot. */
export function resized(span: Span, by: number): Span {
  const end = snap(endOf(span) + by);
  return { start: span.start, length: Math.min(LONGEST, Math.max(SHORTEST, end - span.start)) };
}

/** The span drawn between two minutes in either direction; `usual` long when it was hardly drawn at all. */
export function drawn(first: number, second: number, usual: number): Span {
  const start = Math.min(DAY - STEP, Math.max(0, Math.floor(Math.min(first, second) / STEP) * STEP));
  const length = Math.ceil(Math.max(first, second) / STEP) * STEP - start;
  if (Math.abs(first - second) < 2 * STEP) return { start: Math.min(DAY - STEP, Math.max(0, snap(first))), length: usual };
  return { start, length: Math.min(LONGEST, Math.max(SHORTEST, length)) };
}

/** Whether two spans share a minute. */
export const overlap = (one: Span, other: Span): boolean => one.start < endOf(other) && other.start < endOf(one);

/** A lane for each span, in the order given: those that overlap share the width, everybody else has it whole. */
export function lanesOf(spans: readonly Span[]): Lane[] {
  const lanes: Lane[] = spans.map(() => ({ lane: 0, of: 1 }));
  const order = spans
    .map((span, index) => ({ span, index }))
    .sort((one, other) => one.span.start - other.span.start || other.span.length - one.span.length);
  let group: number[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const index of group) lanes[index]!.of = ends.length;
    group = [];
    ends = [];
  };
  for (const { span, index } of order) {
    if (ends.length > 0 && ends.every((end) => end <= span.start)) close();
    const free = ends.findIndex((end) => end <= span.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = endOf(span);
    lanes[index]!.lane = lane;
    group.push(index);
  }
  close();
  return lanes;
}

/** A slot's place across the board. */
export interface Place extends Lane {
  /** The whole width, the column at the right for what stands beside the day, or what that column leaves. */
  column: "whole" | "side" | "rest";
}

/** Those that overlap each other, directly or through others, as indices. */
function heapsOf(spans: readonly Span[]): number[][] {
  const order = spans.map((span, index) => ({ span, index })).sort((one, other) => one.span.start - other.span.start);
  const heaps: number[][] = [];
  let end = -Infinity;
  for (const { span, index } of order) {
    if (span.start >= end) heaps.push([]);
    heaps.at(-1)!.push(index);
    end = Math.max(end, endOf(span));
  }
  return heaps;
}

/** A place for each span, in the order given. What stands beside the day has a column of its own where it meets the day. */
export function placesOf(spans: readonly (Span & { beside: boolean })[]): Place[] {
  const day = spans.filter(({ beside }) => !beside);
  const beside = spans.filter(({ beside }) => beside);
  const places = new Map<Span, Place>();
  let meets = false;
  const lanes = lanesOf(beside);
  for (const heap of heapsOf(beside)) {
    const met = heap.some((index) => day.some((other) => overlap(beside[index]!, other)));
    meets ||= met;
    for (const index of heap) places.set(beside[index]!, { ...lanes[index]!, column: met ? "side" : "whole" });
  }
  for (const [index, lane] of lanesOf(day).entries()) places.set(day[index]!, { ...lane, column: meets ? "rest" : "whole" });
  return spans.map((span) => places.get(span)!);
}

/** What stands between a session and what follows it. */
export interface Buffer extends Span {
  /** `debrief 15 · reset 15`. */
  text: string;
}

/**
 * The debrief and reset after each session, as far as the time to the next slot allows.
 * Before a break there is no reset: the break absorbs it. After the last session neither is there one.
 */
export function buffersOf(spans: readonly (Span & { kind: string })[], debrief = 15, reset = 15): Buffer[] {
  const day = spans.filter((span) => span.kind !== "reserve").sort((one, other) => one.start - other.start);
  const buffers: Buffer[] = [];
  for (const [index, span] of day.entries()) {
    if (span.kind !== "session") continue;
    const start = endOf(span);
    const next = day.slice(index + 1).find((other) => endOf(other) > start);
    const room = next ? next.start - start : debrief;
    if (room <= 0) continue;
    const first = Math.min(debrief, room);
    const second = next?.kind === "session" ? Math.min(reset, room - first) : 0;
    const text = second > 0 ? `debrief ${first} · reset ${second}` : `debrief ${first}`;
    buffers.push({ start, length: first + second, text });
  }
  return buffers;
}
