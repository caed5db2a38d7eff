/** UUIDs of version 7 (RFC 9562, 5.7), made without a secure context. */

let last = 0;
let counter = 0;

/** A new id; ids of one page sort by the order in which they were made. */
export function uuid7(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Math.max(Date.now(), last);
  // The 12 bits after the version count within a millisecond, so that order survives.
  counter = now === last ? counter + 1 : (((bytes[6] ?? 0) & 0x07) << 8) | (bytes[7] ?? 0);
  last = counter > 0xfff ? now + 1 : now;
  if (counter > 0xfff) counter = 0;
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(last / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
