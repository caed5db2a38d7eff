/** Where an outbox is kept: the browser's database, which all tabs of a browser share. */

/** A place for things that survive, in the order in which they came. */
export interface Shelf<T> {
  /** Everything, in any order. */
  all(): Promise<T[]>;
  /** Resolves when it is kept, behind everything that is there, with its place: its own `seq` or a later one. */
  append(item: T): Promise<number>;
  /** Replaces it where it is still there. */
  replace(item: T): Promise<void>;
  remove(key: string): Promise<void>;
}

const STORE = "outbox";
const ORDER = "seq";

const settled = <R>(request: IDBRequest<R>): Promise<R> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** A shelf in IndexedDB, keyed by `commandId`. Nothing in it needs a secure context. */
export class DatabaseShelf<T extends { commandId: string; seq: number }> implements Shelf<T> {
  #database: Promise<IDBDatabase> | null = null;

  constructor(readonly name = "backroom") {}

  async all(): Promise<T[]> {
    const database = await this.#open();
    return settled(database.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<T[]>);
  }

  async append(item: T): Promise<number> {
    let seq = 0;
    // Tabs write one after the other, so no two items get one place.
    await this.#change((store) => {
      const last = store.index(ORDER).openCursor(null, "prev");
      last.onsuccess = () => {
        seq = Math.max(item.seq, Number(last.result?.key ?? 0) + 1);
        store.put({ ...item, seq });
      };
    });
    return seq;
  }

  replace(item: T): Promise<void> {
    return this.#change((store) => {
      const there = store.getKey(item.commandId);
      there.onsuccess = () => there.result !== undefined && store.put(item);
    });
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
      const request = indexedDB.open(this.name, 2);
      request.onupgradeneeded = ({ oldVersion }) => {
        const store =
          oldVersion === 0
            ? request.result.createObjectStore(STORE, { keyPath: "commandId" })
            : request.transaction?.objectStore(STORE);
        store?.createIndex(ORDER, ORDER);
      };
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
