/** What is known of participants, by column. */

import type { ParticipantView, SessionView } from "../../protocol";

/** A column of attributes. */
export interface Column {
  name: string;
  /** Observers may read it. */
  public: boolean;
}

/** The columns that any participant has, in the order in which they are met. */
export function columnsOf(participants: readonly ParticipantView[]): Column[] {
  const seen = new Map<string, boolean>();
  for (const { attributes } of participants)
    for (const { name, public: isPublic } of attributes) seen.set(name, (seen.get(name) ?? true) && isPublic);
  return [...seen].map(([name, isPublic]) => ({ name, public: isPublic }));
}

/** What a participant's column says; empty when nothing. */
export const valueOf = (participant: ParticipantView, column: string): string =>
  participant.attributes.find(({ name }) => name === column)?.value ?? "";

/** The values of a column with how many participants have each, the most frequent first. */
export function valuesOf(participants: readonly ParticipantView[], column: string): { value: string; people: number }[] {
  const counts = new Map<string, number>();
  for (const participant of participants) {
    const value = valueOf(participant, column);
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, people]) => ({ value, people })).sort((a, b) => b.people - a.people || a.value.localeCompare(b.value));
}

/** The sessions in which a participant has a seat. */
export const sessionsOf = (participant: ParticipantView, sessions: readonly SessionView[]): SessionView[] =>
  sessions.filter(({ seats }) => seats.some((seat) => seat.participant_id === participant.id));

/** The code after the highest one of the usual form: `P13` after `P12`. */
export function nextCode(participants: readonly ParticipantView[]): string {
  const numbers = participants.map(({ code }) => Number(/^P(\d+)$/.exec(code)?.[1] ?? 0));
  return `P${String(Math.max(0, ...numbers) + 1).padStart(2, "0")}`;
}
