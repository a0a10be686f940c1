// Where words are kept until the service has them: what it must do, and one that forgets with the tab.

/** By name: whatever can be written as JSON. */
export type Words = ReadonlyMap<string, unknown>;
export const NOTHING: Words = new Map();

export interface Keep {
  /** Whether it outlives a tab that crashes. */
  readonly lasts: boolean;
  /** All of it or nothing. Changes happen in the order in which they were asked for. */
  change(put: Words, remove?: readonly string[]): Promise<void>;
  read(): Promise<Map<string, unknown>>;
  /** For good: from now on nothing is kept. What is on its way is not kept either. */
  clear(): Promise<void>;
}

export function createMemoryKeep(): Keep {
  const kept = new Map<string, string>();
  let over = false;
  return {
    lasts: false,
    async change(put, remove = []) {
      if (over) return;
      for (const name of remove) kept.delete(name);
      for (const [name, words] of put) kept.set(name, JSON.stringify(words));
    },
    async read() {
      return new Map([...kept].map(([name, words]) => [name, JSON.parse(words) as unknown]));
    },
    async clear() {
      over = true;
      kept.clear();
    },
  };
}
