// Lines on their way: kept, and sent again, until the service has said that it has them.
import { signal } from "@preact/signals";
import type { Answer } from "../api";
import { createMemoryKeep, type Keep, NOTHING } from "../minutes/keep";
import { delayBefore } from "./reconnect";

export interface Draft {
  line_id: string;
  /** The part in which it was begun: there it belongs, whenever it arrives. */
  section_id: string | null;
  speaker: string;
  kind: string;
  text: string;
  children: string[];
  language: string;
}

export interface Line extends Draft {
  /** Milliseconds since 1970. */
  beganAt: number;
  endedAt: number;
}

export interface Unsent extends Line {
  /** Why it was refused, in words. While null it is being sent again and again. */
  problem: string | null;
  code: string;
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
const LONGEST_AGO_SECONDS = 14_400;
const LATE_SECONDS = 5;
const PLAIN_LANGUAGE = "en";
/** Refused for as long as the writer is not inside, or nothing is going on: tried again after that. */
const PASSING = new Set(["wrong-phase", "wrong-standing", "not-permitted"]);
/** Too slow, or too many at once: not the line's fault. */
const LATER_AGAIN = new Set([408, 429]);
/** Longer than a store takes; one that hangs holds nothing up. */
const KEPT_WITHIN_MS = 500;

export const nameOf = (lineId: string) => `line:${lineId}`;

/** One at a time, in the order of writing. */
export class Outbox {
  readonly unsent = signal<Unsent[]>([]);
  private readonly storing = new Map<string, Promise<unknown>>();
  private sending = false;
  private tries = 0;
  private readonly post: Post;
  private readonly now: () => number;
  private readonly keep: Keep;

  constructor(post: Post, now: () => number = Date.now, keep: Keep = createMemoryKeep()) {
    this.post = post;
    this.now = now;
    this.keep = keep;
  }

  /** `instead`: what it was kept as while it was typed. It is never kept as both. */
  write(draft: Draft, beganAt: number, instead: string[] = []): void {
    const line: Line = { ...draft, beganAt, endedAt: this.now() };
    const stored = this.keep.change(new Map([[nameOf(line.line_id), line]]), instead);
    this.storing.set(line.line_id, Promise.race([stored.catch(() => undefined), patience()]));
    this.unsent.value = [...this.unsent.value, onItsWay(line)];
    void this.flush();
  }

  /** What an earlier page has not got rid of goes first: it was written before. */
  restore(lines: Line[]): void {
    const known = new Set(this.unsent.value.map((each) => each.line_id));
    const older = lines.filter((each) => !known.has(each.line_id));
    older.sort((one, other) => one.endedAt - other.endedAt);
    this.unsent.value = [...older.map(onItsWay), ...this.unsent.value];
    void this.flush();
  }

  /** Once the writer is back inside. */
  resume(): void {
    this.change(
      (line) => PASSING.has(line.code),
      () => ({ problem: null }),
    );
    void this.flush();
  }

  sendAgain(lineId: string): void {
    this.change(
      (line) => line.line_id === lineId,
      () => ({ problem: null }),
    );
    void this.flush();
  }

  forget(lineId: string): void {
    this.storing.delete(lineId);
    this.unsent.value = this.unsent.value.filter((each) => each.line_id !== lineId);
    void this.keep.change(NOTHING, [nameOf(lineId)]).catch(() => undefined);
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    for (let next = this.first(); next !== undefined; next = this.first()) {
      if (!(await this.send(next))) break;
    }
    this.sending = false;
  }

  private first(): Unsent | undefined {
    return this.unsent.value.find((each) => each.problem === null);
  }

  /** False: later again. */
  private async send(line: Unsent): Promise<boolean> {
    // A tab that dies now comes back with this very line, and not with its draft.
    await this.storing.get(line.line_id);
    const answer = await this.post("lines", bodyOf(line, this.now()));
    // "already here": an answer to an earlier try was lost on the way.
    if (answer.ok || answer.problem.code === "already-here") {
      this.tries = 0;
      this.forget(line.line_id);
      return true;
    }
    const { status, title, code } = answer.problem;
    if (status >= 400 && status < 500 && !LATER_AGAIN.has(status)) {
      this.change(
        (each) => each.line_id === line.line_id,
        () => ({ problem: title, code }),
      );
      return true;
    }
    this.tries += 1;
    setTimeout(() => void this.flush(), delayBefore(this.tries, Math.random()));
    return false;
  }

  private change(which: (line: Unsent) => boolean, how: () => Partial<Unsent>): void {
    this.unsent.value = this.unsent.value.map((line) =>
      which(line) ? { ...line, ...how() } : line,
    );
  }
}

const onItsWay = (line: Line): Unsent => ({ ...line, problem: null, code: "" });

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, KEPT_WITHIN_MS));
}

function bodyOf(line: Unsent, now: number): object {
  const { line_id, section_id, speaker, kind, text, children, language } = line;
  const late = secondsSince(line.endedAt, now);
  const said = { line_id, section_id, speaker, kind, text };
  const body = { ...said, began_seconds_ago: secondsSince(line.beganAt, now) };
  if (children.length === 0 && language === PLAIN_LANGUAGE && late < LATE_SECONDS) return body;
  return { ...body, details: { children, language, until_seconds_ago: late } };
}

function secondsSince(then: number, now: number): number {
  return Math.min(LONGEST_AGO_SECONDS, Math.max(0, Math.round((now - then) / 1000)));
}
