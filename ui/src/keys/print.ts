/** How chords are printed, as they stand on this machine's keys. */

/** Whether this machine has the keys of a Mac. */
export function onMac(agent: { platform?: string } | undefined = globalThis.navigator): boolean {
  return /Mac|iPhone|iPad/.test(agent?.platform ?? "");
}

const SIGNS: Record<string, string> = {
  Shift: "⇧",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Enter: "↵",
  Escape: "Esc",
  Delete: "Del",
  PageUp: "Page ↑",
  PageDown: "Page ↓",
};
const MAC: Record<string, string> = { Ctrl: "⌃", Alt: "⌥", Delete: "⌦", Escape: "esc" };

/** A chord as it is printed on keys: `Ctrl ⇧ O`, `Alt ↑`; on a Mac `⌃ ⇧ O`, `⌥ ↑`. */
export function printed(chord: string, mac = onMac()): string {
  // The plus key itself ends the chord.
  const parts = chord.replace(/\+$/, "Plus").split("+");
  return parts.map((part) => (mac ? MAC[part] : undefined) ?? SIGNS[part] ?? (part === "Plus" ? "+" : part)).join(" ");
}
