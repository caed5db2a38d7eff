/** Who takes part, in a word. Pure. */

import type { SeatView } from "../protocol";

/** `P04`, `P04, P07`, or `P07–P12` for codes that follow each other. */
export function codesOf(seats: readonly SeatView[]): string {
  const codes = seats.map((seat) => seat.code);
  const numbers = codes.map((code) => Number(/^\D*(\d+)$/.exec(code)?.[1] ?? NaN));
  const prefix = /^\D*/.exec(codes[0] ?? "")?.[0] ?? "";
  const inRow =
    codes.length > 2 && codes.every((code, index) => code.startsWith(prefix) && numbers[index] === numbers[0]! + index);
  return inRow ? `${codes[0]}–${codes.at(-1)}` : codes.join(", ");
}
