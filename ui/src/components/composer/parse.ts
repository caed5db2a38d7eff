/** Reads what a note-taker types: which words are tokens, and what the note then says. Pure; loses no character. */

/** A tag as far as reading needs it. */
export interface KnownTag {
  id: string;
  name: string;
  /** One upper-case letter, or none. */
  hotkey: string | null;
}

/** A participant who takes part. */
export interface KnownSeat {
  number: number;
  code: string;
  participant_id: string | null;
}

/** What words are read against. */
export interface Vocabulary {
  tags: readonly KnownTag[];
  seats: readonly KnownSeat[];
}

/** A stamp that the text asks for: seconds back, or a time of day in seconds after midnight. */
export type StampWish = { back: number } | { clock: number; exact: boolean };

/** What became of a stretch of the text; the pieces in order are the whole text. */
export interface Piece {
  /** `body` is kept; everything else has become part of the note in another way. */
  kind: "body" | "stamp" | "token" | "sigil" | "gap";
  text: string;
}

/** A note as it was understood. */
export interface Parsed {
  pieces: Piece[];
  /** What is kept of the text; empty for a mark. */
  body: string;
  /** Ids of tags, each once, in the order in which they were typed. */
  tags: string[];
  /** Ids of participants, likewise. */
  who: string[];
  /** 1 to 4; the last one typed. */
  severity: number | null;
  stamp: StampWish | null;
  /** Names after `#` that no tag has, each once: they could become tags. They stay in the text until then. */
  newTags: string[];
  /** What looked like a token and is none, in sentences. It stays in the text. */
  hints: string[];
}

type Meaning = { tag: string } | { who: string } | { severity: number } | { newTag: string } | { hint: string };
interface Word {
  from: number;
  text: string;
  meaning: Meaning | null;
  /** A token followed by punctuation belongs to a sentence and stays in it. */
  bare: boolean;
}

const STAMP = /^\s*(?:-(\d{1,4})|([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)\s+/;
/** The longest name of a tag in Unicode scalar values. */
const NAME_LIMIT = 40;
const fold = (text: string) => text.normalize("NFC").toLowerCase();
/** A tag's name as it is typed: one word. */
export const typedName = (name: string): string => name.trim().replace(/\s+/g, "-");

/** The tags that a beginning could mean, the likeliest first: a hotkey, the name itself, then those that begin so. */
export function matchingTags(start: string, tags: readonly KnownTag[]): KnownTag[] {
  const wanted = fold(start);
  const hotkey = tags.filter((tag) => tag.hotkey !== null && fold(tag.hotkey) === wanted);
  const exact = tags.filter((tag) => fold(typedName(tag.name)) === wanted);
  const prefix = tags.filter((tag) => fold(typedName(tag.name)).startsWith(wanted));
  return [...new Set([...hotkey, ...exact, ...prefix])];
}

function tagMeaning(name: string, tags: readonly KnownTag[]): Meaning {
  const found = matchingTags(name, tags);
  const [first, second] = found;
  if (!first) {
    if ([...name].length > NAME_LIMIT) return { hint: `A tag's name holds up to ${NAME_LIMIT} characters; it stays in the text.` };
    return { newTag: name };
  }
  const decided = !second || fold(first.hotkey ?? "") === fold(name) || fold(typedName(first.name)) === fold(name);
  if (decided) return { tag: first.id };
  return { hint: `“#${name}” could be ${found.slice(0, 3).map((tag) => tag.name).join(", ")}; it stays in the text.` };
}

function seatMeaning(name: string, seats: readonly KnownSeat[]): Meaning {
  const seat = seats.find((seat) => fold(seat.code) === fold(name) || String(seat.number) === name);
  if (seat?.participant_id) return { who: seat.participant_id };
  return { hint: `Nobody called “${name}” takes part; it stays in the text.` };
}

/** A word that is not understood stays as it was typed. */
const understood = (meaning: Meaning) => !("hint" in meaning || "newTag" in meaning);

function read(word: string, { tags, seats }: Vocabulary): { meaning: Meaning; bare: boolean } | null {
  if (word === "??") {
    const confusion = tags.find((tag) => fold(tag.name) === "confusion");
    return { meaning: confusion ? { tag: confusion.id } : { hint: "There is no tag called “confusion”." }, bare: true };
  }
  const severity = /^!([1-4])(\p{P}*)$/u.exec(word);
  if (severity) return { meaning: { severity: Number(severity[1]) }, bare: severity[2] === "" };
  const sigil = word[0];
  if ((sigil !== "#" && sigil !== "@") || word.length < 2) return null;
  const whole = word.slice(1);
  const meaningOf = (name: string) => (sigil === "#" ? tagMeaning(name, tags) : seatMeaning(name, seats));
  const meaning = meaningOf(whole);
  if (understood(meaning)) return { meaning, bare: true };
  const name = whole.replace(/\p{P}+$/u, "");
  // `#12` is a number, `#!` is nothing.
  if (!/\p{L}/u.test(name) && !(sigil === "@" && /^\d$/.test(name))) return null;
  return { meaning: meaningOf(name), bare: name === whole };
}

/** Reads a text. With `stamp: false` a leading time stays text. */
export function parse(text: string, vocabulary: Vocabulary, options: { stamp?: boolean } = {}): Parsed {
  const pieces: Piece[] = [];
  const stampText = options.stamp === false ? "" : (STAMP.exec(text)?.[0] ?? "");
  if (stampText) pieces.push({ kind: "stamp", text: stampText });

  const words: Word[] = [];
  for (const match of text.slice(stampText.length).matchAll(/\S+/gu)) {
    const found = read(match[0], vocabulary);
    words.push({
      from: stampText.length + match.index,
      text: match[0],
      meaning: found?.meaning ?? null,
      bare: found?.bare ?? false,
    });
  }
  const token = (word: Word | undefined) => word !== undefined && word.meaning !== null && understood(word.meaning);
  const leaves = (word: Word | undefined) => token(word) && word?.bare;
  let first = 0;
  while (leaves(words[first])) first += 1;
  let last = words.length;
  while (last > first && leaves(words[last - 1])) last -= 1;

  let at = stampText.length;
  const take = (kind: Piece["kind"], until: number) => {
    if (until > at) pieces.push({ kind, text: text.slice(at, until) });
    at = until;
  };
  words.forEach((word, index) => {
    const edge = index < first || index >= last;
    // The space beside an edge token goes with it.
    take(edge || (index === first && first > 0) ? "gap" : "body", word.from);
    const end = word.from + word.text.length;
    if (edge) take("token", end);
    else if (!token(word)) take("body", end);
    else if (word.text === "??") {
      take("token", end);
      take("gap", words[index + 1]?.from ?? end);
    } else {
      take("sigil", word.from + 1);
      take("body", end);
    }
  });
  const allTokens = words.length > 0 && first === words.length;
  take(last < words.length || allTokens ? "gap" : "body", text.length);

  const meanings = words.map((word) => word.meaning).filter((meaning) => meaning !== null);
  const severities = meanings.flatMap((meaning) => ("severity" in meaning ? [meaning.severity] : []));
  return {
    pieces,
    body: pieces.flatMap((piece) => (piece.kind === "body" ? [piece.text] : [])).join(""),
    tags: [...new Set(meanings.flatMap((meaning) => ("tag" in meaning ? [meaning.tag] : [])))],
    who: [...new Set(meanings.flatMap((meaning) => ("who" in meaning ? [meaning.who] : [])))],
    severity: severities.at(-1) ?? null,
    stamp: stampWish(stampText),
    newTags: uniqueNames(meanings.flatMap((meaning) => ("newTag" in meaning ? [meaning.newTag] : []))),
    hints: [...new Set(meanings.flatMap((meaning) => ("hint" in meaning ? [meaning.hint] : [])))],
  };
}

/** Names that differ only in case are one. */
const uniqueNames = (names: string[]): string[] =>
  names.filter((name, index) => names.findIndex((other) => fold(other) === fold(name)) === index);

function stampWish(text: string): StampWish | null {
  const match = STAMP.exec(text);
  if (!match) return null;
  const [, back, hours, minutes, seconds] = match;
  if (back !== undefined) return { back: Number(back) };
  const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
  return { clock, exact: seconds !== undefined };
}

/** A note as the text that would be read as it. */
export function unparse(
  note: { body: string | null; tags: readonly string[]; who: readonly string[] | null; severity: number | null },
  { tags, seats }: Vocabulary,
): string {
  const words = [
    ...note.tags.flatMap((id) => tags.filter((tag) => tag.id === id).map((tag) => `#${typedName(tag.name)}`)),
    ...(note.who ?? []).flatMap((id) => seats.filter((seat) => seat.participant_id === id).map((seat) => `@${seat.code}`)),
    ...(note.severity === null ? [] : [`!${note.severity}`]),
  ];
  return [...(note.body ? [note.body] : []), ...words].join(" ");
}

/** The longest body in Unicode scalar values. */
export const BODY_LIMIT = 10_000;
// Control characters other than tab and line feed; line ends become line feeds.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;

/** Why a body cannot be committed as it stands, in a sentence; null when it can. */
export function unfit(body: string): string | null {
  const text = body.replace(/\r\n?/g, "\n");
  const length = [...text].length;
  if (length > BODY_LIMIT) {
    const over = (length - BODY_LIMIT).toLocaleString("en-GB");
    return `A note holds up to 10,000 characters; this one is ${over} too long. Nothing is lost: shorten or split it.`;
  }
  const control = CONTROL.exec(text);
  if (!control) return null;
  const before = text.slice(0, control.index).slice(-20).trim();
  return `There is an invisible control character ${before ? `after “${before}”` : "at the start"}. Remove it, then commit.`;
}

/** Opening quotation marks and the closing ones that match them; as the console decides it. */
const QUOTATION_MARKS: Record<string, string> = {
  '"': '"',
  "'": "'",
  "“": "”",
  "„": "“”",
  "‟": "”",
  "”": "”",
  "«": "»",
  "»": "«»",
  "‹": "›",
  "›": "‹›",
  "‘": "’",
  "‚": "‘’",
  "’": "’",
  "「": "」",
  "『": "』",
  "《": "》",
};

/** Whether a body is wholly in quotation marks, and so is somebody's words. */
export function isQuote(body: string): boolean {
  const inside = [...body.trim()];
  const open = inside.shift() ?? "";
  const close = inside.pop() ?? "";
  const letter = (place: number) => /\p{L}/u.test(inside[place] ?? "");
  // Between letters it is an apostrophe: ‘I don’t know’ is one quote, "a" and "b" are two.
  const endsEarlier = inside.some((sign, place) => sign === close && !(letter(place - 1) && letter(place + 1)));
  return close !== "" && (QUOTATION_MARKS[open] ?? "").includes(close) && inside.join("").trim() !== "" && !endsEarlier;
}
