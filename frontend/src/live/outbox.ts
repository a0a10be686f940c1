// Lines on their way: kept, and sent again, until the service has said that it has them.
import { signal } from "@preact/signals";
import type { Answer } from "../api";
import { delayBefore } from "./reconnect";

export interface Draft {
  line_id: string;
  speaker: string;
  kind: string;
  text: string;
}

export interface Unsent extends Draft {
  beganAt: number;
  /** Why it was refused, in words. While null it is being sent again and again. */
  problem: string | null;
}

/** A random UUID; `crypto.randomUUID` is missing in browsers before 2021. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = [...bytes].map((byte, n) => {
    const value = n === 6 ? (byte & 0x0f) | 0x40 : n === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, "0");
  });
  const at = [0, 4, 6, 8, 10, 16];
  return at
    .slice(1)
    .map((end, n) => digits.slice(at[n], end).join(""))
    .join("-");
}

type Post = (path: string, body: unknown) => Promise<Answer<null>>;
const LONGEST_AGO_SECONDS = 900;

/** One at a time, in the order of writing. */
export function createOutbox(post: Post, now: () => number = () => performance.now()) {
  const unsent = signal<Unsent[]>([]);
  let sending = false;
  let tries = 0;

  function write(draft: Draft, beganAt: number): void {
    unsent.value = [...unsent.value, { ...draft, beganAt, problem: null }];
    void flush();
  }

  async function flush(): Promise<void> {
    if (sending) return;
    sending = true;
    for (let next = first(); next !== undefined; next = first()) {
      if (!(await send(next))) break;
    }
    sending = false;
  }

  function first(): Unsent | undefined {
    return unsent.value.find((each) => each.problem === null);
  }

  /** False: later again. */
  async function send(line: Unsent): Promise<boolean> {
    const { beganAt, problem: _, ...draft } = line;
    const ago = Math.min(LONGEST_AGO_SECONDS, Math.max(0, Math.round((now() - beganAt) / 1000)));
    const answer = await post("lines", { ...draft, began_seconds_ago: ago });
    // "already here": an answer to an earlier try was lost on the way.
    if (answer.ok || answer.problem.code === "already-here") {
      tries = 0;
      forget(line.line_id);
      return true;
    }
    const { status, title } = answer.problem;
    if (status >= 400 && status < 500 && status !== 429) {
      unsent.value = unsent.value.map((e) =>
        e.line_id === line.line_id ? { ...e, problem: title } : e,
      );
      return true;
    }
    tries += 1;
    setTimeout(() => void flush(), delayBefore(tries, Math.random()));
    return false;
  }

  function forget(lineId: string): void {
    unsent.value = unsent.value.filter((each) => each.line_id !== lineId);
  }

  function sendAgain(lineId: string): void {
    unsent.value = unsent.value.map((e) => (e.line_id === lineId ? { ...e, problem: null } : e));
    void flush();
  }

  return { unsent, write, sendAgain, forget };
}

export type Outbox = ReturnType<typeof createOutbox>;
