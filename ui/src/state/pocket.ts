/** What must outlive the page from the very moment on: in the browser's small storage at once, until a safer place has it. */

/** A place for things that are kept before the call returns. */
export interface Pocket<T> {
  /** Everything that is kept, in any order. */
  all(): T[];
  keep(id: string, item: T): void;
  drop(id: string): void;
}

/** A pocket in the browser's own storage, an entry for each thing; keeps nothing where the browser forbids it. */
export class LocalPocket<T> implements Pocket<T> {
  constructor(readonly name: string) {}

  all(): T[] {
    return (
      this.#try((storage) => {
        const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
        return keys.filter((key) => key.startsWith(`${this.name}.`)).flatMap((key) => read<T>(storage.getItem(key)));
      }) ?? []
    );
  }

  keep(id: string, item: T): void {
    this.#try((storage) => storage.setItem(`${this.name}.${id}`, JSON.stringify(item)));
  }

  drop(id: string): void {
    this.#try((storage) => storage.removeItem(`${this.name}.${id}`));
  }

  #try<R>(work: (storage: Storage) => R): R | null {
    try {
      return work(globalThis.localStorage);
    } catch {
      // A full or forbidden storage: the thing lives in this page until the safer place has it.
      return null;
    }
  }
}

function read<T>(text: string | null): T[] {
  try {
    return text === null ? [] : [JSON.parse(text) as T];
  } catch {
    return [];
  }
}
