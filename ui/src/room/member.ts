/** Who this page is: remembered in this browser, so that a reload needs no new join. */

import type { MeView } from "../protocol";

const TAB = "backroom.member";
const BROWSER = "backroom.last-member";
const NAME = "backroom.name";
const PERSON = "backroom.person";

function get(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

function set(storage: () => Storage, key: string, value: string | null): void {
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // A browser that keeps nothing asks for the name again.
  }
}

const session = () => sessionStorage;
const local = () => localStorage;

function read(text: string | null): MeView | null {
  try {
    const me = JSON.parse(text ?? "null") as MeView | null;
    return me && typeof me.id === "string" && typeof me.name === "string" ? me : null;
  } catch {
    return null;
  }
}

/** This tab's member: two roles can be open in one browser. */
export const memberHere = (): MeView | null => read(get(session, TAB));

/** What this browser calls itself, so that somebody who watches on two days is counted once. No secret. */
export function person(): string {
  const known = get(local, PERSON);
  if (known) return known;
  const made = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  set(local, PERSON, made);
  return made;
}

/** The last one who joined from this browser. */
export const memberBefore = (): MeView | null => read(get(local, BROWSER));

/** The name that was given last. */
export const nameBefore = (): string => get(local, NAME) ?? "";

/** Remembers who joined. */
export function remember(me: MeView): void {
  set(session, TAB, JSON.stringify(me));
  set(local, BROWSER, JSON.stringify(me));
  set(local, NAME, me.name);
}

/** Forgets who this page is; the name stays for the next time. */
export function forget(me: MeView): void {
  set(session, TAB, null);
  if (memberBefore()?.id === me.id) set(local, BROWSER, null);
}

/** The link's token, if the page was opened with one. */
export const tokenInLink = (): string | null => location.hash.slice(1) || null;

/** Takes the token out of the address bar and the history. */
export const dropToken = (): void => history.replaceState(null, "", location.pathname + location.search);
