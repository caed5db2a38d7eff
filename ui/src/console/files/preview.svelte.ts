/** Files on their way in: what each would do, what is said of their columns, and which cannot be read. */

import type { ImportedFile, ImportFile, ImportReport } from "../../protocol";
import type { Desk, Outcome } from "../desk.svelte";
import { choicesOf } from "./report";

/** Milliseconds after a choice before the preview is asked for again. */
const PAUSE = 250;

/** A file that cannot be taken in, and why. */
export interface Broken {
  name: string;
  says: string;
}

export class Preview {
  /** What the files would do; null until that is known. */
  report = $state.raw<ImportReport | null>(null);
  /** Files that cannot be read. */
  broken = $state.raw<readonly Broken[]>([]);
  /** Why there is no preview at all. */
  trouble = $state("");
  /** A choice was made and its preview is not here yet. */
  stale = $state(false);

  readonly #desk: Desk;
  #files: readonly ImportFile[];
  /** What was said of columns, by file. */
  readonly #said = new Map<string, Map<string, string>>();
  #waiting: ReturnType<typeof setTimeout> | null = null;
  /** Only the newest preview counts. */
  #round = 0;

  constructor(desk: Desk, files: readonly ImportFile[]) {
    this.#desk = desk;
    this.#files = files;
  }

  /** The files that can be taken in, with what was said of their columns. */
  get files(): ImportFile[] {
    return this.#files.map((file) => ({ ...file, columns: choicesOf(this.#said.get(file.name)) }));
  }

  /** Everything is known that must be. */
  readonly complete = $derived.by(() => !this.stale && this.report !== null && !this.report.files.some((file) => file.needs_columns));

  /** Says what a column is; the preview follows a moment later. */
  choose(file: ImportedFile, column: string, role: string): void {
    const said = this.#said.get(file.name) ?? new Map<string, string>();
    // A column that was renamed in the file between two looks is no column any more.
    this.#said.set(file.name, said.set(column, role));
    this.stale = true;
    if (this.#waiting !== null) clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.look(), PAUSE);
  }

  /** Asks what the files would do; those that cannot be read are set aside with their sentences. */
  async look(): Promise<void> {
    const round = ++this.#round;
    let outcome = await this.#ask(this.files);
    if (!outcome.answer && this.files.length > 1) {
      const alone = await Promise.all(this.files.map(async (file) => ({ file, ...(await this.#ask([file])) })));
      const broken = alone.filter(({ answer }) => !answer).map(({ file, trouble }) => ({ name: file.name, says: trouble ?? "" }));
      if (round === this.#round && broken.length > 0) {
        this.broken = [...this.broken, ...broken];
        this.#files = this.#files.filter((file) => !broken.some(({ name }) => name === file.name));
        outcome = this.#files.length > 0 ? await this.#ask(this.files) : { answer: { files: [] } };
      }
    }
    if (round !== this.#round) return;
    this.stale = false;
    this.trouble = outcome.trouble ?? "";
    if (outcome.answer) this.report = outcome.answer;
  }

  /** Nothing is asked any more. */
  stop(): void {
    this.#round++;
    if (this.#waiting !== null) clearTimeout(this.#waiting);
  }

  #ask(files: ImportFile[]): Promise<Outcome<"import_preview">> {
    return this.#desk.ask("import_preview", { files });
  }
}
