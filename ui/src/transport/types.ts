/** What every way to the engine offers: calling commands and following the feed. */

import type { Check, Commands, Fault, FaultCode, FeedEvent } from "../protocol";

/** A command's name. */
export type CommandName = keyof Commands;
/** What a command takes. */
export type RequestOf<N extends CommandName> = Commands[N]["request"];
/** What a command answers. */
export type AnswerOf<N extends CommandName> = Commands[N]["answer"];

/** What a stream is about: the study, or the study and one session's notes. */
export type Scope = "study" | `session=${string}`;

/** One frame, and where to go on after it. */
export interface Frame {
  /** The position after this frame; null when it has none. */
  cursor: string | null;
  /** What it says. */
  event: FeedEvent;
}

/** How the stream stands. Instants are `Date.now()` of this page. */
export type Connection =
  | { state: "connecting" }
  | { state: "open" }
  /** No connection since then; it is tried again and again. */
  | { state: "lost"; since: number }
  /** Not tried again: this page's access has ended. */
  | { state: "ended"; fault: Fault };

/** Who hears what the stream says. */
export interface FeedListener {
  /** A frame arrived. */
  frame(frame: Frame): void;
  /** The connection changed. */
  connection(connection: Connection): void;
}

/** Beside the request. */
export interface CallOptions {
  /** The id of an earlier attempt, so that sending again is harmless; a new one when absent. */
  commandId?: string;
}

/** A study that this computer has opened before. */
export interface RecentStudy {
  path: string;
  title: string;
  /** UTC milliseconds. */
  opened_at: number;
  /** The file is still where it was. */
  there: boolean;
}

/** The window's own affairs. */
export interface DesktopState {
  /** The study that is open, or none. */
  open: { path: string; title: string } | null;
  recent: RecentStudy[];
  /** The folder that new studies go to by default. */
  documents: string;
  /** Why the study that the program was started on could not be opened; told once. */
  trouble: string | null;
  /** The copy of a damaged study, `when` for people; told once. */
  offer: { path: string; when: string } | null;
}

/** What this machine keeps for the console, and what its desktop allows. A reason is null where the thing is possible. */
export interface Machine {
  /** The window is the strip now. */
  strip: boolean;
  /** Why the strip does not stay above other windows here. */
  not_above: string | null;
  /** The key that drops a mark from other programs: `Ctrl+Alt+KeyM`. */
  mark_key: string | null;
  /** Whether such a key is wanted has been asked. */
  mark_asked: boolean;
  /** Why there can be no such key here. */
  no_mark_key: string | null;
  /** Why the kept key does not work now. */
  mark_trouble: string | null;
  /** The window is hidden from screen sharing. */
  hidden: boolean;
  /** Why the window cannot be hidden here. */
  not_hidden: string | null;
}

/** What the mark key did: a mark, `elapsed` milliseconds into the session, or a sentence why there is none. */
export type News =
  | { marked: { note_id: string; session_id: string; at: number; elapsed: number }; trouble?: never }
  | { trouble: string; marked?: never };

/** What only the computer itself knows. */
export interface Power {
  /** The battery against the day's length, as a line of the preflight. */
  battery: Check;
  /** Whether the computer is kept awake for a session; a sentence unless it is `off`. */
  awake: { state: "on" | "off" | "cannot"; says: string | null };
}

/** What only a window can do; null where there is none. */
export interface Desktop {
  state(): Promise<DesktopState>;
  open_sample(): Promise<DesktopState>;
  open_path(path: string): Promise<DesktopState>;
  /** Puts the newest sound copy in the place of a damaged study and opens it. */
  restore(path: string): Promise<DesktopState>;
  /** Null when the dialog was cancelled. */
  open_dialog(): Promise<DesktopState | null>;
  create(study: { title: string; zone: string; folder?: string | null }): Promise<DesktopState>;
  /** Null when the dialog was cancelled. */
  pick_folder(): Promise<string | null>;
  /** A guide's file to follow. Null when the dialog was cancelled. */
  pick_guide(): Promise<string | null>;
  close(): Promise<DesktopState>;
  forget_recent(path: string): Promise<DesktopState>;
  /** Null when the dialog was cancelled. */
  save(file: { name: string; text: string }): Promise<{ path: string } | null>;
  machine(): Promise<Machine>;
  /** The day's last session ends at `until`, UTC milliseconds; null when none is planned. */
  power(until: number | null): Promise<Power>;
  /** Makes the window the strip, or what it was before. */
  strip(on: boolean): Promise<Machine>;
  /** Sets the key that drops a mark from other programs; none when null. */
  mark_key(key: string | null): Promise<Machine>;
  /** Hides the window from screen sharing, or shows it there. */
  hide(on: boolean): Promise<Machine>;
  /** Hears what the mark key did, in place of whoever heard it before. */
  news(listener: (news: News) => void): void;
}

/** A way to the engine. */
export interface Transport {
  /** The window's own affairs, when there is a window. */
  readonly desktop: Desktop | null;
  /** Rejects with a `FaultError`. An answer to a change means that it is on disk. */
  call<N extends CommandName>(name: N, request: RequestOf<N>, options?: CallOptions): Promise<AnswerOf<N>>;
  /** Follows a scope, from a cursor or from the start; reconnects by itself. Returns how to stop. */
  feed(scope: Scope, cursor: string | null, listener: FeedListener): () => void;
}

/** What a refused, failed or lost call rejects with. */
export class FaultError extends Error {
  readonly code: FaultCode | "offline";
  /** Seconds to wait before sending again. */
  readonly retryAfter: number | null;

  constructor(fault: { code: FaultCode | "offline"; message: string; retry_after?: number | null }) {
    super(fault.message);
    this.name = "FaultError";
    this.code = fault.code;
    this.retryAfter = fault.retry_after ?? null;
  }
}

/** No answer came: nobody knows whether the command arrived. Sending it again with its id is harmless. */
export function offline(): FaultError {
  return new FaultError({ code: "offline", message: "There is no connection to the console right now." });
}
