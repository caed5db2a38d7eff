/** Photos that go with the note that is being written; they are handed over after it. */

import { type Hand, uuid7 } from "../../state";
import { count } from "../../words";
import { base64Of, refusal } from "./photo";

/** One of them. */
export interface Attached {
  id: string;
  file: File;
  base64: string;
}

export class Attachments {
  list = $state.raw<readonly Attached[]>([]);
  /** Why one was not taken, in a sentence. */
  trouble = $state<string | null>(null);

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
        this.list = [...this.list, { id: uuid7(), file, base64 }];
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

  /** Leaves out all. */
  clear(): void {
    this.list = [];
    this.trouble = null;
  }

  /** Hands all over for a note that was handed over; what fails stays, to be tried again by the same ids. */
  async give(noteId: string, hand: Hand): Promise<void> {
    for (const { id, file, base64 } of this.list) {
      try {
        const { answer } = await hand.give("photo_add", { photo_id: id, note_id: noteId, name: nameOf(file), base64 });
        answer.catch(() => (this.trouble = `${nameOf(file)} was not taken.`));
        this.drop(id);
      } catch (error) {
        this.trouble = `${count(this.list.length, "photo")} could not be handed over. ${error instanceof Error ? error.message : ""}`;
        return;
      }
    }
  }
}

/** What a photo is called; pasted ones have no name of their own. */
const nameOf = (file: File): string => file.name || "photo";
