/** Reads an event stream (HTML standard, 9.2.6) from the pieces in which it arrives. */

/** One event: its data and the id that holds after it. */
export interface StreamEvent {
  id: string | null;
  data: string;
}

/** Takes text in any pieces and gives whole events; comments are passed over. */
export class EventParser {
  #rest = "";
  #data: string[] = [];
  #id: string | null = null;
  #started = false;

  /** The events that this piece completes. */
  push(piece: string): StreamEvent[] {
    let text = this.#rest + piece;
    if (!this.#started && text.length > 0) {
      this.#started = true;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    const events: StreamEvent[] = [];
    let from = 0;
    for (;;) {
      const end = text.slice(from).search(/[\r\n]/);
      if (end === -1) break;
      const at = from + end;
      // A carriage return at the very end may be half of a line end.
      if (text[at] === "\r" && at + 1 === text.length) break;
      this.#line(text.slice(from, at), events);
      from = at + (text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1);
    }
    this.#rest = text.slice(from);
    return events;
  }

  #line(line: string, events: StreamEvent[]): void {
    if (line === "") {
      if (this.#data.length > 0) events.push({ id: this.#id, data: this.#data.join("\n") });
      this.#data = [];
      this.#id = null;
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "id" && !value.includes("\0")) this.#id = value;
  }
}
