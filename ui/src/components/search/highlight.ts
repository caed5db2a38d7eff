/** Where the words that were looked for stand in a text. Pure. */

/** A stretch of a text; the stretches in order are the whole text. */
export interface Stretch {
  text: string;
  found: boolean;
}

const LETTER = /[\p{L}\p{N}]/u;
/** Folded as the index does it, one unit for one, so that places stay places. */
const fold = (text: string) =>
  [...text]
    .map((letter) => {
      const plain = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      return plain.length === letter.length ? plain : letter;
    })
    .join("");

/** The text with the words found at the beginnings of its words. */
export function highlight(text: string, words: readonly string[]): Stretch[] {
  const folded = fold(text);
  const spans: [from: number, to: number][] = [];
  for (const word of words.map((word) => fold(word.trim())).filter(Boolean)) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
      if (at === 0 || !LETTER.test(folded[at - 1]!)) spans.push([at, at + word.length]);
    }
  }
  spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const stretches: Stretch[] = [];
  let end = 0;
  for (const [from, to] of spans) {
    if (to <= end) continue;
    const begin = Math.max(from, end);
    if (begin > end) stretches.push({ text: text.slice(end, begin), found: false });
    const last = stretches.at(-1);
    if (last?.found && begin === end) last.text += text.slice(begin, to);
    else stretches.push({ text: text.slice(begin, to), found: true });
    end = to;
  }
  if (end < text.length) stretches.push({ text: text.slice(end), found: false });
  return stretches;
}
