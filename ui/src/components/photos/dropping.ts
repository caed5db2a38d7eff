/** Pictures that are dropped on a note, or on the field where one is written. */

import type { Hand } from "../../state";
import { Attachments } from "./attached.svelte";
import { picturesIn } from "./photo";

/** What is dragged is or may be a picture: not every browser tells before it is dropped. */
function mayBePicture({ dataTransfer }: DragEvent): boolean {
  if (!dataTransfer?.types.includes("Files")) return false;
  const files = [...dataTransfer.items].filter(({ kind }) => kind === "file");
  return files.length === 0 || files.some(({ type }) => type === "" || type.startsWith("image/"));
}

/**
 * Takes pictures that are dropped in an element, on the place in it that belongs to what is below the pointer. The
 * place is marked with `data-drop` meanwhile. Other files are left to the page.
 */
export function takesPictures(placeOf: (below: Element) => HTMLElement | null, take: (files: File[], place: HTMLElement) => void) {
  return (element: HTMLElement): (() => void) => {
    let marked: HTMLElement | null = null;
    function mark(place: HTMLElement | null) {
      if (place === marked) return;
      marked?.removeAttribute("data-drop");
      marked = place;
      marked?.setAttribute("data-drop", "");
    }
    const place = (event: DragEvent) => (event.target instanceof Element ? placeOf(event.target) : null);
    function over(event: DragEvent) {
      mark(mayBePicture(event) ? place(event) : null);
      if (!marked) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    }
    function leave({ relatedTarget }: DragEvent) {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) mark(null);
    }
    function drop(event: DragEvent) {
      mark(null);
      const files = [...(event.dataTransfer?.files ?? [])];
      const on = place(event);
      if (!on || picturesIn(files).length === 0) return;
      event.preventDefault();
      take(files, on);
    }
    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener("dragenter", over, { signal });
    element.addEventListener("dragover", over, { signal });
    element.addEventListener("dragleave", leave, { signal });
    element.addEventListener("drop", drop, { signal });
    return () => {
      mark(null);
      stop.abort();
    };
  };
}

/** Gives photos to a note that is there already; answers why one was not taken, in a sentence. */
export async function attachTo(noteId: string, files: readonly File[], hand: Hand): Promise<string | null> {
  const photos = new Attachments();
  const taken = await photos.add(files);
  const refused = photos.trouble;
  if (taken) await photos.give(noteId, hand);
  return photos.trouble ?? refused;
}
