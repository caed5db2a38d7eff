/** Typing in the strip, which has no field: the text waits in the draft that the whole window's field goes on with. */

import type { Draft } from "../../components/composer/draft.svelte";
import type { Held } from "../../components/composer/tag-keys";

export class Typing {
  #draft: Draft | null = null;

  constructor(
    /** Opens the draft of the session. */
    readonly open: () => Draft,
  ) {}

  /** Letters that looked like marks were typing, stamped at the first of them. */
  begin(letters: readonly Held[]): void {
    const draft = (this.#draft = this.open());
    const gap = draft.text === "" || /\s$/.test(draft.text) ? "" : " ";
    if (letters[0]) draft.pressed(letters[0].stamp);
    draft.changed(draft.text + gap + letters.map(({ letter }) => letter).join(""));
  }

  /** Takes what is typed until the field is there; answers whether the press was typing. */
  took(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "getModifierState">): boolean {
    const draft = this.#draft;
    const command = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
    if (!draft || command) return false;
    if (event.key === "Backspace") draft.changed([...draft.text].slice(0, -1).join(""));
    else if ([...event.key].length === 1) draft.changed(draft.text + event.key);
    else return false;
    return true;
  }

  /** The whole window did not come: letters are marks again. */
  end(): void {
    this.#draft = null;
  }
}
