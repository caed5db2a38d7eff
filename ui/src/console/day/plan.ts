/** A day as it is drawn: its slots with their sessions, in order, and what to call them. */

import { codesOf, hm, longDate } from "../../state";
import type { AttributeView, ParticipantView, SessionView, SlotView } from "../../protocol";
import type { PlannedSlot } from "../../state/study.svelte";
import { endOf, type Span } from "./axis";
import { fromTo, weekday } from "./dates";

/** A slot of a day with its session, if it is for one. */
export interface Planned extends Span {
  slot: SlotView;
  session: SessionView | null;
  /** The slot's kind, which the buffers look at. */
  kind: string;
}

const WAITING = ["planned", "confirmed", "arrived"];
const RUNNING = ["live", "on_break"];
const AWAY = ["no_show", "cancelled", "rescheduled"];

/** The session has not begun and may. */
export const isWaiting = (session: SessionView | null): boolean => session !== null && WAITING.includes(session.status);
/** The session runs or is on a break. */
export const isRunning = (session: SessionView | null): boolean => session !== null && RUNNING.includes(session.status);
/** The session has ended; it may still be in debrief. */
export const isOver = (session: SessionView | null): boolean =>
  session !== null && ["done", "ended_early", "left_out"].includes(session.status);
/** The slot no longer takes its place in the day. */
export const isAway = (session: SessionView | null): boolean => session !== null && AWAY.includes(session.status);
/** The session has ended and its debrief goes on. */
export const inDebrief = (session: SessionView | null): boolean =>
  isOver(session) && session!.ended_at !== null && session!.debrief_closed_at === null;

/** The session went to another slot; what is left here is a trace. */
export const isTrace = ({ session, slot }: Pick<Planned, "session" | "slot">): boolean =>
  session?.status === "rescheduled" || slot.moved_to !== null;

/** The day's slots in the order of time. */
export function planOf(slots: readonly PlannedSlot[], date: string): Planned[] {
  return slots
    .filter(({ slot }) => slot.date === date)
    .map(({ slot, session }) => ({
      slot,
      session,
      start: slot.start_minute,
      length: slot.length_minutes,
      kind: slot.kind,
    }))
    .sort((one, other) => one.start - other.start || one.length - other.length || (one.slot.id < other.slot.id ? -1 : 1));
}

/** What a slot is called: its participants, or what the plan calls it, or what it is. */
export function titleOf(planned: Planned): string {
  const { slot, session } = planned;
  if (slot.kind === "break") return slot.label || "Break";
  if (slot.kind === "reserve") return saysReserve(slot) && !slot.on_call?.length ? slot.label! : "Reserve";
  return codesOf(session?.seats ?? []) || slot.label || "No participant yet";
}

const saysReserve = (slot: SlotView): boolean => /^reserve\b/i.test(slot.label ?? "");

/** What is known about a slot beyond its title: the plan's words, or the first answers of the participant. */
export function subtitleOf(planned: Planned, participant: (id: string) => ParticipantView | null): string {
  const { slot, session } = planned;
  if (slot.kind === "reserve") return saysReserve(slot) ? "" : (slot.label ?? "");
  if (slot.kind === "break" || !session) return "";
  const seats = session.seats;
  const codes = codesOf(seats);
  // A label that only says again who comes is no news.
  const label = slot.label && codes && !slot.label.includes(codes) ? slot.label : "";
  if (seats.length > 1) return [`${seats.length} seats`, label].filter(Boolean).join(" · ");
  if (label) return label;
  const known = participant(seats[0]?.participant_id ?? "")?.attributes ?? seats[0]?.attributes ?? [];
  return whoIs(known, 2).join(", ");
}

/** The first answers that say by themselves who somebody is: a number, a yes or a no needs its question. */
export const whoIs = (attributes: readonly Pick<AttributeView, "value">[], most: number): string[] =>
  attributes
    .map(({ value }) => value)
    .filter((value) => value && !/^([\d.,\s%]+|yes|no)$/i.test(value))
    .slice(0, most);

/** `P13 can come 12:00–13:30 and 16:00–17:00`: who is on call in a reserve, and all their hours of the day. */
export function onCallWords(reserve: Planned, plan: readonly Planned[]): string {
  const codes = reserve.slot.on_call ?? [];
  if (codes.length === 0) return "";
  const hours = plan
    .filter(({ slot }) => slot.kind === "reserve" && codes.some((code) => slot.on_call?.includes(code)))
    .map(({ start, length }) => fromTo(start, length));
  return `${codes.join(", ")} can come ${hours.join(" and ")}`;
}

/** `moved to 15:00`, `moved to Friday 10:30`, `moved to Friday 4 December 10:30`: where a session went from its old slot. */
export function movedWords(from: SlotView, to: SlotView | null): string {
  if (!to) return "moved";
  const days = (Date.parse(to.date) - Date.parse(from.date)) / 86_400_000;
  const day = days === 0 ? "" : `${Math.abs(days) < 7 ? weekday(to.date) : longDate(to.date)} `;
  return `moved to ${day}${hm(to.start_minute)}`;
}

/** `4 sessions, 1 reserve`; breaks go without saying, what was called off is not counted. */
export function countOf(plan: readonly Planned[]): string {
  const sessions = plan.filter((planned) => planned.kind === "session" && !isAway(planned.session)).length;
  const reserves = plan.filter((planned) => planned.kind === "reserve").length;
  const parts = [`${sessions} ${sessions === 1 ? "session" : "sessions"}`];
  if (reserves > 0) parts.push(`${reserves} ${reserves === 1 ? "reserve" : "reserves"}`);
  return parts.join(", ");
}

/** The session of the day to be done next: the first that waits, late ones included. */
export const nextOf = (plan: readonly Planned[]): Planned | null =>
  plan.find((planned) => isWaiting(planned.session)) ?? null;

/** What a day shows first: what runs, what is next, or the first slot. */
export const firstLook = (plan: readonly Planned[]): Planned | null =>
  plan.find((planned) => isRunning(planned.session)) ?? nextOf(plan) ?? plan[0] ?? null;

/** Which session of the day this is, counted among those that take place. */
export function placeOf(plan: readonly Planned[], sessionId: string): { number: number; of: number } | null {
  const counted = plan.filter((planned) => planned.session && !isAway(planned.session));
  const index = counted.findIndex((planned) => planned.session?.id === sessionId);
  return index < 0 ? null : { number: index + 1, of: counted.length };
}

/** What would stand in the way of a span: slots that overlap it and take their place, reserves aside. */
export function inTheWay(plan: readonly Planned[], span: Span, but?: string): Planned[] {
  return plan.filter(
    (planned) =>
      planned.slot.id !== but &&
      planned.kind !== "reserve" &&
      !isAway(planned.session) &&
      planned.start < endOf(span) &&
      span.start < endOf(planned),
  );
}

/** The first free time of a length after a minute, on the quarter hour; the minute itself when the day is full. */
export function freeStart(plan: readonly Planned[], length: number, from: number): number {
  for (let start = Math.ceil(from / 15) * 15; start + length <= 22 * 60; start += 15)
    if (inTheWay(plan, { start, length }).length === 0) return start;
  return from;
}
