/** Where an outbox is kept: the browser's database, or memory where that is forbidden. */

/** A place for things that survive. */
export interface Shelf<T> {
  /** Everything, in any order. */
  all(): Promise<T[]>;
  /** Resolves when it is kept. */
  put(item: T): Promise<void>;
  remove(key: string): Promise<void>;
}

const STORE = "outbox";

const settled = <R>(request: IDBRequest<R>): Promise<R> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** A shelf in IndexedDB, keyed by `commandId`. Nothing in it needs a secure context. */
export class DatabaseShelf<T extends { commandId: string }> implements Shelf<T> {
  #database: Promise<IDBDatabase> | null = null;

  constructor(readonly name = "backroom") {}

  async all(): Promise<T[]> {
    const database = await this.#open();
    return settled(database.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<T[]>);
  }

  put(item: T): Promise<void> {
    return this.#change((store) => store.put(item));
  }

  remove(key: string): Promise<void> {
    return this.#change((store) => store.delete(key));
  }

  async #change(work: (store: IDBObjectStore) => void): Promise<void> {
    const database = await this.#open();
    // Relaxed durability may acknowledge before the disk has it.
    const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
    work(transaction.objectStore(STORE));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(this.name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "commandId" });
      request.onsuccess = () => {
        const database = request.result;
        // Browsers close databases at their own will; the next use opens it again.
        database.onclose = () => (this.#database = null);
        database.onversionchange = () => {
          database.close();
          this.#database = null;
        };
        resolve(database);
      };
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("The browser's database is blocked."));
    }).catch((error: unknown) => {
      this.#database = null;
      throw error;
    });
    return this.#database;
  }
}
