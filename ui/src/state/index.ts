/** What pages and components use of the state. */

export { uuid7, FaultError } from "../transport";
export type { Connection } from "../transport";
export { Study, type PlannedSlot } from "./study.svelte";
export { Clock } from "./clock.svelte";
export { announcer } from "./announcer.svelte";
export * from "./time";
export { Outbox, type Waiting } from "./outbox.svelte";
export { DatabaseShelf, type Shelf } from "./shelf";
export { asText, initials, type NoteHere, overlay } from "./overlay";
