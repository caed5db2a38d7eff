/** What becomes of the text once it is committed: one note or several, with a question first where one is needed. */

import type { TagView } from "../../protocol";
import { hint } from "../../keys";
import { announcer, FaultError, fell, type Hand, hms } from "../../state";
import { count, trouble as sentenceOf } from "../../words";
import type { Draft } from "./draft.svelte";
import type { Attachments } from "../photos/attached.svelte";
import { NewTags } from "./new-tags.svelte";
import { allTags, audienceOf, isEmpty, linesOf, newTagsOf, quoted, readIn } from "./note";
import { unfit, type Vocabulary } from "./parse";
import { type Bounds, stampOf } from "./stamp";

/** What is asked before a commit: whether names should become tags, or lines notes. */
export type Question =
  | { what: "tags"; names: string[]; wanted: Wanted; each: boolean }
  | { what: "lines"; lines: number };

/** Whom a note is committed for; some tags make it its author's own all the same. */
export type Wanted = "room" | "team";

/** What commits need to know, as it is now. */
export interface Surroundings {
  readonly sessionId: string;
  readonly hand: Hand;
  readonly tags: TagView[];
  readonly vocabulary: Vocabulary;
  readonly bounds: Bounds;
  /** Milliseconds by which a stamp goes before the first key. */
  readonly leadIn: number;
  /** Observers read what is committed for the room. */
  readonly roomReads: boolean;
  /** Notes come from paper: each needs its time. */
  readonly later?: boolean;
  /** Photos that go with the note. */
  readonly photos: Attachments;
}

/** A note that was handed over, or that fell off the record. */
interface Committed {
  noteId: string;
  at: number;
  tags: string[];
  dropped?: true;
}

/** What went wrong when something was handed over, and what to do. */
export const why = (error: unknown): string =>
  error instanceof FaultError ? sentenceOf(error) : "It could not be handed over. It stays here.";

export class Commits {
  /** One is on its way; with `lines` it is one of several, and the field must stand still. */
  pending = $state<"note" | "lines" | null>(null);
  asking = $state.raw<Question | null>(null);
  /** Why the last one failed; its text is still there. */
  trouble = $state<string | null>(null);
  /** What is worth knowing of what was done. */
  said = $state<string | null>(null);
  readonly newTags = new NewTags();

  constructor(
    readonly draft: Draft,
    readonly here: Surroundings,
  ) {}

  /** The text changed: nothing is asked or said any more. After a paste of several lines, what they are is asked. */
  changed(pasted: boolean): void {
    this.quiet();
    const lines = pasted ? linesOf(this.draft.text).length : 0;
    this.asking = lines > 1 ? { what: "lines", lines } : null;
    if (lines > 1) announcer.say(`${lines} lines. ${hint("asking", "yes")}: one note. ${hint("asking", "many")}: ${lines} notes.`);
  }

  /** Forgets what was said. */
  quiet(): void {
    this.trouble = null;
    this.said = null;
  }

  /** Commits what is typed as one note; asks first when it names tags that there are not, unless they stay text. */
  async send(wanted: Wanted, keepNames = false): Promise<void> {
    const { draft, here } = this;
    const text = draft.text;
    const read = readIn(text, here.vocabulary, here.bounds);
    const photos = here.photos.fresh.length > 0;
    if (this.pending || draft.typedFrom === null || (isEmpty(read, draft.tags) && !photos)) return;
    if (!keepNames && this.#asks(read.newTags, wanted, false)) return;
    this.pending = "note";
    const done = await this.#give(text, wanted);
    this.pending = null;
    if (!done) return;
    draft.handedOver(text);
    if (done.dropped) {
      here.photos.clear();
      return this.#fell();
    }
    void here.photos.give(done.noteId, here.hand);
    this.said = read.hints[0] ?? null;
    announcer.say(`Committed at ${hms(done.at - here.bounds.startedAt)} ${this.#reader(done.tags, wanted)}.`);
  }

  /** Answers what is asked; false when that is no answer to it. */
  answer(given: "yes" | "many" | "no", wanted?: Wanted): boolean {
    const question = this.asking;
    if (!question || this.pending || (given === "many" && question.what === "tags")) return false;
    this.asking = null;
    if (question.what === "lines") {
      if (given === "many") void this.#sendLines("room");
    } else {
      const asked = { ...question, wanted: wanted ?? question.wanted };
      if (given === "yes") void this.#makeTags(asked);
      else void (asked.each ? this.#sendLines(asked.wanted, true) : this.send(asked.wanted, true));
    }
    return true;
  }

  /** Commits each line as a note of its own; what fails stays, with what comes after it. */
  async #sendLines(wanted: Wanted, keepNames = false): Promise<void> {
    const { draft, here } = this;
    if (this.pending || (!keepNames && this.#asks(newTagsOf(linesOf(draft.text), here.vocabulary), wanted, true))) return;
    this.pending = "lines";
    let given = 0;
    for (let lines = linesOf(draft.text); lines[0] !== undefined; lines = linesOf(draft.text)) {
      const done = await this.#give(lines[0], wanted);
      if (!done) break;
      draft.lineHandedOver(lines.slice(1).join("\n"));
      if (done.dropped) this.#fell();
      else given += 1;
    }
    this.pending = null;
    const left = linesOf(draft.text).length;
    if (left > 0 && given > 0)
      this.trouble = `${count(given, "note")} committed, ${count(left, "line")} still here. ${this.trouble ?? ""}`;
    announcer.say(`${count(given, "note")} committed ${this.#reader([], wanted)}.`);
  }

  async #makeTags({ names, wanted, each }: Extract<Question, { what: "tags" }>): Promise<void> {
    this.pending = "note";
    try {
      await this.newTags.make(names, this.here.hand, this.draft.instant());
    } catch (error) {
      this.trouble = why(error);
      return;
    } finally {
      this.pending = null;
    }
    // The text is read again, now that the tags are known.
    await (each ? this.#sendLines(wanted) : this.send(wanted));
  }

  /** Asks about names that no tag has; answers whether it did. */
  #asks(names: string[], wanted: Wanted, each: boolean): boolean {
    if (names.length === 0) return false;
    this.asking = { what: "tags", names, wanted, each };
    const [yes, no] = [hint("asking", "yes"), hint("asking", "no")];
    announcer.say(`Make ${names.length > 1 ? "new tags" : "a new tag"} ${quoted(names)}? ${yes}: yes. ${no}: keep it as text.`);
    return true;
  }

  /** Hands over one text as a note, under the draft's ids. */
  async #give(text: string, wanted: Wanted): Promise<Committed | null> {
    const { draft, here } = this;
    const read = readIn(text, here.vocabulary, here.bounds);
    if (draft.typedFrom === null) return null;
    this.trouble = unfit(read.body);
    if (!this.trouble && here.later && read.stamp === null)
      this.trouble = "Begin with the time that is on the paper, such as 14:32. It is the clock's time, or the session's own with seconds: 00:12:30.";
    if (this.trouble) return null;
    const tags = allTags(read, draft.tags);
    const fields = {
      session_id: here.sessionId,
      at: stampOf(draft.typedFrom, here.leadIn, draft.nudge, read.stamp, here.bounds),
      typed_from: draft.keysFrom,
      typed_to: draft.typedTo,
      body: read.body.trim() === "" ? null : read.body,
      tags,
      who: read.who,
      severity: read.severity,
      audience: audienceOf(tags, wanted, here.tags),
    };
    const { noteId, commandId } = draft.ids(JSON.stringify(fields));
    try {
      await here.hand.give("note_add", { note_id: noteId, ...fields }, { commandId, at: draft.instant() });
      return { at: fields.at, tags, noteId };
    } catch (error) {
      // The one refusal that does not keep the text for its author.
      if (error instanceof FaultError && error.code === "off_record") return { at: fields.at, tags, noteId, dropped: true };
      this.trouble = why(error);
      return null;
    }
  }

  #fell(): void {
    this.said = fell(1);
    announcer.say(this.said);
  }

  #reader(tags: string[], wanted: Wanted): string {
    if (audienceOf(tags, wanted, this.here.tags) === "own") return "for you and the moderator";
    return wanted === "room" && this.here.roomReads ? "for the room" : "for the team";
  }
}
