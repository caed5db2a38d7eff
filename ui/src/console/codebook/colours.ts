/** The colours that a tag can have: the names that are kept, and what people call them. */

/** In the order in which they are offered. A test keeps them apart for colour-blind eyes. */
export const COLOURS = [
  { color: "pain", says: "red" },
  { color: "confusion", says: "amber" },
  { color: "idea", says: "olive" },
  { color: "delight", says: "green" },
  { color: "surprise", says: "sky" },
  { color: "quote", says: "blue" },
  { color: "follow", says: "violet" },
  { color: "bug", says: "pink" },
  { color: "grey", says: "grey" },
] as const;

/** What a colour is called. */
export const colourWord = (color: string): string => COLOURS.find((known) => known.color === color)?.says ?? color;
