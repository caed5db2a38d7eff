/** The table of keys as this browser or window has it: its own changes laid over the table. */

import { type ActionOf, type Binding, type Context, IN_TEXT, KEYS, TAGGED, TITLES, together } from "./table";
import { printed } from "./print";

/** Where changed keys are kept; the browser's own storage, or none. */
export type KeyDrawer = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A row as it is now, with the chord that the table gives it. */
export interface Bound extends Binding {
  /** The chord of the table; with the context it names the row. */
  given: string;
}

const DRAWER = "backroom.keys";
const TABLE: readonly Binding[] = KEYS;
const nameOf = (row: { context: Context; given: string }) => `${row.context} ${row.given}`;

/** Chords that browsers or systems keep for themselves. */
const KEPT = /^(Ctrl\+(Shift\+)?[NTW]|Ctrl\+Shift\+Q|Ctrl\+Q|Alt\+F4|Alt\+Tab|Ctrl\+(Shift\+)?Tab|Shift\+Tab|F5|F11|F12)$/;
const BARE_CHARACTER = /^(.|Space)$/u;

function localDrawer(): KeyDrawer | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export class BoundKeys {
  #changed = $state.raw<Readonly<Record<string, string>>>({});
  readonly #drawer: KeyDrawer | null;

  /** Every row, in the order of the table. */
  readonly rows = $derived.by<Bound[]>(() =>
    TABLE.map((row) => ({ ...row, given: row.chord, chord: this.#changed[`${row.context} ${row.chord}`] ?? row.chord })),
  );
  /** How many rows differ from the table. */
  readonly changes = $derived(Object.keys(this.#changed).length);

  constructor(drawer: KeyDrawer | null = localDrawer()) {
    this.#drawer = drawer;
    try {
      const kept: unknown = JSON.parse(drawer?.getItem(DRAWER) ?? "null");
      if (typeof kept !== "object" || kept === null) return;
      // A key that this version would refuse, or of a row that it does not have, is forgotten.
      for (const row of this.rows) {
        const chord = (kept as Record<string, unknown>)[nameOf(row)];
        if (typeof chord === "string" && this.refusal(row, chord) === null) this.#set(row, chord);
      }
    } catch {
      // What cannot be read changes nothing.
    }
  }

  /** Why a row cannot have a chord, in a sentence; null when it can. */
  refusal(row: Bound, chord: string): string | null {
    const sign = printed(chord);
    if (KEPT.test(chord)) return `${sign} belongs to the browser or the system. Take another key.`;
    if (chord.startsWith("Ctrl+Alt+")) return "Ctrl with Alt types characters on many keyboards. Take another key.";
    if (TAGGED.has(row.context) && /^(Alt\+)?[A-Z]$/.test(chord))
      return `${sign} is for a tag: letters alone and with ${printed("Alt")} are the tags' keys in a session. Add ${printed("Ctrl+Shift")}.`;
    if (IN_TEXT.includes(row.context) && BARE_CHARACTER.test(chord)) return `${sign} types a character here. Add ${printed("Ctrl")} or ${printed("Alt")}.`;
    const heard = together(row.context);
    const other = this.rows.find(
      (other) => nameOf(other) !== nameOf(row) && other.chord === chord && heard.has(other.context),
    );
    if (!other || (other.context === row.context && other.action === row.action)) return null;
    return `${sign} is taken: “${other.says}” (${TITLES[other.context].toLowerCase()}). Give that another key first.`;
  }

  /** Gives a row another chord; answers with the refusal, or null when it was done. */
  rebind(row: Bound, chord: string): string | null {
    const refusal = this.refusal(row, chord);
    if (refusal !== null) return refusal;
    this.#set(row, chord);
    this.#keep();
    return null;
  }

  /** Gives every row the chord of the table again. */
  reset(): void {
    this.#changed = {};
    this.#keep();
  }

  #set(row: Bound, chord: string): void {
    const rest = Object.fromEntries(Object.entries(this.#changed).filter(([name]) => name !== nameOf(row)));
    this.#changed = chord === row.given ? rest : { ...rest, [nameOf(row)]: chord };
  }

  #keep(): void {
    try {
      if (this.changes === 0) this.#drawer?.removeItem(DRAWER);
      else this.#drawer?.setItem(DRAWER, JSON.stringify(this.#changed));
    } catch {
      // A full or forbidden storage: the keys hold until this page closes.
    }
  }
}

/** This page's keys. */
export const bound = new BoundKeys();

/** The first key of an action, as the table writes it. Follows changes of the keys. */
export function keyFor<C extends Context>(context: C, action: ActionOf<C>): string {
  return bound.rows.find((row) => row.context === context && row.action === action)?.chord ?? "";
}

/** The first key of an action, printed; for hints beside what it does. */
export const hint = <C extends Context>(context: C, action: ActionOf<C>): string => printed(keyFor(context, action));

/** The keys by context as they are now, for the cheat sheet. */
export function sheet(keys: BoundKeys = bound): { context: Context; rows: Bound[] }[] {
  return (Object.keys(TITLES) as Context[])
    .map((context) => ({ context, rows: keys.rows.filter((row) => row.context === context) }))
    .filter(({ rows }) => rows.length > 0);
}
