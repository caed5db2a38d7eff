/** Photos as they are picked, pasted or dropped, and as they are shown. */

import type { PhotoView } from "../../protocol";
import type { Hand } from "../../state";

/** The most bytes of a photo. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** What a photo may be. */
export const TYPES: readonly string[] = ["image/jpeg", "image/png", "image/webp"];
/** So many pictures are kept for being shown again. */
const KEPT = 60;

/** The pictures among files. */
export const picturesIn = (files: Iterable<File>): File[] => [...files].filter((file) => file.type.startsWith("image/"));

/** Why a file cannot be a photo, in a sentence; null when it can. */
export function refusal(file: Pick<File, "name" | "type" | "size">): string | null {
  if (!TYPES.includes(file.type)) return `${file.name} is no JPEG, PNG or WebP picture.`;
  if (file.size > MOST_BYTES) return `${file.name} is larger than 10 MB. Send a smaller picture.`;
  return null;
}

/** A file's bytes as base64. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

const pictures = new Map<string, Promise<string>>();

/** A photo's picture as an address for an image; asked for once. */
export function pictureOf(photo: PhotoView, hand: Hand): Promise<string> {
  const kept = pictures.get(photo.id);
  if (kept) return kept;
  const asked = hand.ask("photo_read", { photo_id: photo.id }).then(({ media_type, base64 }) => `data:${media_type};base64,${base64}`);
  asked.catch(() => pictures.delete(photo.id));
  pictures.set(photo.id, asked);
  for (const id of pictures.keys()) {
    if (pictures.size <= KEPT) break;
    pictures.delete(id);
  }
  return asked;
}
