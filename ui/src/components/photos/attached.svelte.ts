/** Photos that go with the note that is being written; they are handed over after it. */

import { FaultError, type Hand, uuid7 } from "../../state";
import { count, trouble as sentenceOf } from "../../words";
import { base64Of, refusal } from "./photo";

/** One of them. */
export interface Attached {
  id: string;
  file: File;
  base64: string;
  /** The note that it goes with, once that was handed over. */
  noteId: string | null;
}

export class Attachments {
  list = $state.raw<readonly Attached[]>([]);
  /** Why one was not taken, in a sentence. */
  trouble = $state<string | null>(null);

  /** Those that the note that is being written will have. */
  readonly fresh = $derived(this.list.filter(({ noteId }) => noteId === null));
  /** Their note was handed over, and they were not. */
  readonly stuck = $derived(this.list.filter(({ noteId }) => noteId !== null));

  /** Takes pictures; what cannot be one is left out with a sentence. Answers whether any was taken. */
  async add(files: readonly File[]): Promise<boolean> {
    this.trouble = null;
    let taken = false;
    for (const file of files) {
      const why = refusal(file);
      if (why !== null) {
        this.trouble = why;
        continue;
      }
      try {
        const base64 = await base64Of(file);
        this.list = [...this.list, { id: uuid7(), file, base64, noteId: null }];
        taken = true;
      } catch {
        this.trouble = `${file.name} could not be read.`;
      }
    }
    return taken;
  }

  /** Leaves one out after all. */
  drop(id: string): void {
    this.list = this.list.filter((one) => one.id !== id);
  }

  /** Leaves out those of the note that is being written. */
  clear(): void {
    this.list = this.stuck;
    this.trouble = null;
  }

  /** Hands them over for a note that was handed over. */
  async give(noteId: string, hand: Hand): Promise<void> {
    this.list = this.list.map((one) => ({ ...one, noteId: one.noteId ?? noteId }));
    await this.again(hand);
  }

  /** Hands over what is due; what fails stays, to be tried again by the same ids. */
  async again(hand: Hand): Promise<void> {
    this.trouble = null;
    for (const { id, file, base64, noteId } of this.stuck) {
      try {
        const { answer } = await hand.give("photo_add", { photo_id: id, note_id: noteId!, name: nameOf(file), base64 });
        answer.catch(() => (this.trouble = `${nameOf(file)} was not taken.`));
        this.drop(id);
      } catch (error) {
        // Off the record nothing is kept, here either.
        if (error instanceof FaultError && error.code === "off_record") {
          this.drop(id);
          continue;
        }
        this.trouble = `${count(this.stuck.length, "photo")} could not be handed over. ${error instanceof FaultError ? sentenceOf(error) : ""}`;
        return;
      }
    }
  }
}

/** What a photo is called; pasted ones have no name of their own. */
const nameOf = (file: File): string => file.name || "photo";
