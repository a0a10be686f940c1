// Words kept in IndexedDB, encrypted under a key of their own that this page can use and not read.
//
//   keys:  link -> AES-GCM key, not extractable       words: [link, name] -> { iv, sealed }
//
// Without the key the words say nothing: clearing removes both.
import type { Keep, Words } from "./keep";

const DATABASE = "quorate";
const KEYS = "keys";
const WORDS = "words";
const AES = "AES-GCM";
const IV_BYTES = 12;

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function settled(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(KEYS);
    request.result.createObjectStore(WORDS);
  };
  return done(request);
}

/** The key of this link: the one that is there, or a new one. Two tabs at once get the same. */
async function keyOf(database: IDBDatabase, link: string): Promise<CryptoKey> {
  const fresh = await crypto.subtle.generateKey({ name: AES, length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const transaction = database.transaction(KEYS, "readwrite");
  const keys = transaction.objectStore(KEYS);
  const known = (await done(keys.get(link))) as CryptoKey | undefined;
  if (known === undefined) keys.put(fresh, link);
  await settled(transaction);
  return known ?? fresh;
}

async function seal(key: CryptoKey, words: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const bytes = new TextEncoder().encode(JSON.stringify(words));
  return { iv, sealed: await crypto.subtle.encrypt({ name: AES, iv }, key, bytes) };
}

async function unseal(key: CryptoKey, { iv, sealed }: Sealed): Promise<unknown> {
  const bytes = await crypto.subtle.decrypt({ name: AES, iv }, key, sealed);
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Rejects where the browser has no store or no cryptography, as on a plain http address. */
export async function openKeepOnDisk(link: string): Promise<Keep> {
  if (globalThis.crypto?.subtle === undefined) throw new Error("no cryptography");
  const database = await open();
  return new KeepOnDisk(link, database, await keyOf(database, link));
}

class KeepOnDisk implements Keep {
  readonly lasts = true;
  private turn: Promise<void> = Promise.resolve();
  private over = false;
  private readonly link: string;
  private readonly database: IDBDatabase;
  private readonly key: CryptoKey;

  constructor(link: string, database: IDBDatabase, key: CryptoKey) {
    this.link = link;
    this.database = database;
    this.key = key;
  }

  change(put: Words, remove: readonly string[] = []): Promise<void> {
    const sealing = Promise.all(
      [...put].map(async ([name, words]) => [name, await seal(this.key, words)] as const),
    );
    const next = this.turn.then(async () => this.store(await sealing, remove));
    this.turn = next.catch(() => undefined);
    return next;
  }

  private store(put: (readonly [string, Sealed])[], remove: readonly string[]): Promise<void> {
    if (this.over) return Promise.resolve();
    const transaction = this.database.transaction([KEYS, WORDS], "readwrite");
    // Another tab of the same person may have cleared it meanwhile.
    transaction.objectStore(KEYS).put(this.key, this.link);
    const words = transaction.objectStore(WORDS);
    for (const name of remove) words.delete([this.link, name]);
    for (const [name, sealed] of put) words.put(sealed, [this.link, name]);
    return settled(transaction);
  }

  async read(): Promise<Map<string, unknown>> {
    const words = this.database.transaction(WORDS).objectStore(WORDS);
    const [names, sealed] = await Promise.all([
      done(words.getAllKeys(this.range())),
      done(words.getAll(this.range())),
    ]);
    const found = new Map<string, unknown>();
    for (const [n, name] of (names as [string, string][]).entries()) {
      const readable = await unseal(this.key, sealed[n] as Sealed).catch(() => undefined);
      if (readable !== undefined) found.set(name[1], readable);
    }
    return found;
  }

  /** Asked for at once and committed at once: the page may be gone in the next moment. */
  clear(): Promise<void> {
    this.over = true;
    const transaction = this.database.transaction([KEYS, WORDS], "readwrite");
    transaction.objectStore(KEYS).delete(this.link);
    transaction.objectStore(WORDS).delete(this.range());
    transaction.commit?.();
    return settled(transaction);
  }

  private range(): IDBKeyRange {
    return IDBKeyRange.bound([this.link], [this.link, []]);
  }
}
