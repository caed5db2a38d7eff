/** Where a slot stands across the board, as style. Pure. */

import type { Place } from "./axis";

/** How wide the column beside the day is. */
const SIDE = "min(34%, 300px)";

/** `left` and `width` of a place. */
export function acrossOf({ column, lane, of }: Place): string {
  const width = column === "whole" ? "100%" : column === "side" ? SIDE : `(100% - ${SIDE} - 10px)`;
  const left = column === "side" ? `100% - ${SIDE}` : "0px";
  const gap = lane < of - 1 ? 6 : 0;
  return `left: calc(${left} + ${width} * ${lane} / ${of}); width: calc(${width} / ${of} - ${gap}px)`;
}
