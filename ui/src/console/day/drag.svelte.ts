/** A slot being dragged or drawn on the axis, until the pointer lets go or Esc is pressed. */

import { drawn, minuteAt, moved, resized, type Axis, type Span } from "./axis";

/** What the pointer does: moves a slot, drags its lower edge, or draws a new one. */
export type Grip = "move" | "resize" | "draw";

/** Pixels that a press may wander and still be a click. */
const SLACK = 4;

/** One drag; `span` is what it would make. */
export class Drag {
  /** The slot that is dragged; none while a new one is drawn. */
  slotId = $state<string | null>(null);
  /** What would be made of it; none while nothing is dragged. */
  span = $state<Span | null>(null);
  #grip: Grip = "move";
  #from: Span = { start: 0, length: 0 };
  #pressed: { y: number; minute: number; pointer: number } | null = null;

  /** Something is being dragged, beyond a mere press. */
  get active(): boolean {
    return this.span !== null;
  }

  /** The pointer goes down on a slot, or at a minute of the empty axis. */
  press(event: PointerEvent, grip: Grip, from: Span, slotId: string | null, minute: number): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.#grip = grip;
    this.#from = from;
    this.#pressed = { y: event.clientY, minute, pointer: event.pointerId };
    this.slotId = slotId;
    this.span = null;
  }

  /** The pointer moves; answers whether it drags. */
  move(event: PointerEvent, axis: Axis): boolean {
    const pressed = this.#pressed;
    if (!pressed || event.pointerId !== pressed.pointer) return false;
    const pixels = event.clientY - pressed.y;
    if (!this.active && Math.abs(pixels) < SLACK) return false;
    const by = pixels / axis.scale;
    if (this.#grip === "move") this.span = moved(this.#from, by);
    else if (this.#grip === "resize") this.span = resized(this.#from, by);
    else this.span = drawn(pressed.minute, pressed.minute + by, this.#from.length);
    return true;
  }

  /** The pointer lets go; answers what was dragged, if anything was. */
  drop(): { slotId: string | null; span: Span } | null {
    const done = this.span ? { slotId: this.slotId, span: this.span } : null;
    this.cancel();
    return done;
  }

  /** Nothing was meant. */
  cancel(): void {
    this.#pressed = null;
    this.slotId = null;
    this.span = null;
  }
}

/** The minute under a pointer, given the axis and where it begins on the screen. */
export const minuteUnder = (event: MouseEvent, axis: Axis, board: HTMLElement): number =>
  minuteAt(axis, event.clientY - board.getBoundingClientRect().top);
