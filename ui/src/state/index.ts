/** What pages and components use of the state. */

export { FaultError, httpTransport, join, uuid7 } from "../transport";
export type { Key, Connection, Desktop, DesktopState, Transport } from "../transport";
export { Study, type Nudge, type PlannedSlot } from "./study.svelte";
export { Clock, ticks } from "./clock.svelte";
export { announcer } from "./announcer.svelte";
export * from "./time";
export { Outbox, type Waiting } from "./outbox.svelte";
export { directHand, type Given, type Hand, outboxHand } from "./hand";
export { LocalPocket, type Pocket } from "./pocket";
export { DatabaseShelf, type Shelf } from "./shelf";
export {
  type Change,
  type Here,
  initials,
  type NoteHere,
  overlay,
  overlayDuties,
  overlayItems,
  overlayQuestions,
  overlayTags,
} from "./overlay";
export { hasUnsent, noteLine, readUnsent, unsentNotes, type UnsentNotes, unsentText, type UnsentWords } from "./unsent";
export { byTime, placeOf } from "./ordered";
export { codesOf } from "./seats";
export { fell, type Gap, gapsOf, openGap } from "./gaps";
