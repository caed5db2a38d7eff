/** The sentences that are read aloud before a session, with the true number of people who are there. */

/** What to read aloud: how many watch now, and what they can do. A room that is closed is told as closed. */
export function lineToRead(open: boolean, noteTakers: number, observers: number, group = false): string {
  const all = noteTakers + observers;
  const right = group ? "Is that all right for each of you?" : "Is that all right?";
  if (!open) return `Nobody else is watching. I take notes myself. ${right}`;
  if (all === 0) return `Nobody is watching right now, but colleagues may join to watch and take notes. They cannot speak. ${right}`;
  const people = all === 1 ? "1 colleague is" : `${all} colleagues are`;
  const doing = noteTakers === 0 ? "watching" : observers === 0 ? "taking notes" : "watching and taking notes";
  return `${people} ${doing}. They cannot speak. ${right}`;
}
