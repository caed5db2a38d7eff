/** Files that a person picked or dropped, as an import takes them. */

import type { ImportFile } from "../../protocol";

/** The most bytes that an import takes, all files together. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Reads the files; the answer is a sentence when they are too large or cannot be read. */
export async function readFiles(files: readonly File[]): Promise<ImportFile[] | string> {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > MOST_BYTES) {
    const largest = files.reduce((one, other) => (other.size > one.size ? other : one));
    const megabytes = Math.ceil(bytes / 1024 / 1024);
    return `${largest.name} is too large: ${megabytes} MB came, 64 MB can be imported at once. Nothing was imported.`;
  }
  const read: ImportFile[] = [];
  for (const file of files) {
    try {
      read.push({ name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) });
    } catch {
      return `${file.name} could not be read. A folder cannot be imported; pick the files in it. Nothing was imported.`;
    }
  }
  return read;
}

/** Bytes as base64, in pieces that fit the stack. */
export function toBase64(bytes: Uint8Array): string {
  const PIECE = 0x8000;
  let binary = "";
  for (let from = 0; from < bytes.length; from += PIECE) binary += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  return btoa(binary);
}
