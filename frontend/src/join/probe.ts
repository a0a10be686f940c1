// How good the connection to our own server is: short questions, then as many bytes as fit, each way.

/** Milliseconds of each short question; bits a second each way. */
export interface Measured {
  answers: number[];
  down: number;
  up: number;
}

export type Verdict = "good" | "sound" | "phone";

export interface Line {
  /** Ask for so many bytes; resolves when all have come. */
  fetch: (bytes: number) => Promise<void>;
  send: (bytes: number) => Promise<void>;
  now: () => number;
}

const QUESTIONS = 6;
const BYTES = 63 * 1024;
const ROUNDS = 2;
export const DEADLINE_MS = 12_000;

/** Sound takes 50 kbit/s each way; our two pictures take 650 up, and several small ones come down. */
const FOR_PICTURE = { down: 1_000_000, up: 700_000, answerMs: 300, unsteadyMs: 250 };
const FOR_SOUND = { down: 150_000, up: 100_000, answerMs: 800, unsteadyMs: 800 };

export function verdictOf(measured: Measured | null): Verdict {
  if (measured === null) return "phone";
  if (isEnough(measured, FOR_PICTURE)) return "good";
  return isEnough(measured, FOR_SOUND) ? "sound" : "phone";
}

function isEnough({ answers, down, up }: Measured, least: typeof FOR_PICTURE): boolean {
  const ordered = [...answers].sort((a, b) => a - b);
  const usual = ordered[ordered.length >> 1] ?? Number.POSITIVE_INFINITY;
  const slow = ordered[Math.max(0, ordered.length - 2)] ?? Number.POSITIVE_INFINITY;
  const isSteady = slow - usual <= least.unsteadyMs;
  return down >= least.down && up >= least.up && usual <= least.answerMs && isSteady;
}

/** Rejects where the line breaks. The first question opens the connection and is not counted. */
export async function measure(line: Line): Promise<Measured> {
  await line.fetch(1);
  const answers: number[] = [];
  for (let n = 0; n < QUESTIONS; n += 1) answers.push(await timed(line, () => line.fetch(1)));
  const wait = Math.min(...answers);
  const down = await best(line, wait, () => line.fetch(BYTES));
  const up = await best(line, wait, () => line.send(BYTES));
  return { answers, down, up };
}

async function timed(line: Line, act: () => Promise<void>): Promise<number> {
  const begun = line.now();
  await act();
  return line.now() - begun;
}

/** A connection speeds up as it is used: the better of two counts. */
async function best(line: Line, wait: number, act: () => Promise<void>): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < ROUNDS; n += 1) shortest = Math.min(shortest, await timed(line, act));
  return (BYTES * 8 * 1000) / Math.max(1, shortest - wait);
}

/** The line to our server. What is late beyond the deadline counts as broken. */
export function lineTo(link: string, fetcher: typeof fetch = (...all) => fetch(...all)): Line {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), DEADLINE_MS);
  async function ask(path: string, body?: Uint8Array<ArrayBuffer>): Promise<void> {
    const asked = body === undefined ? {} : { method: "POST", body };
    const answer = await fetcher(`/j/${link}/${path}`, { ...asked, signal: stop.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    await answer.arrayBuffer();
  }
  return {
    fetch: (bytes) => ask(`probe/${bytes}`),
    send: (bytes) => ask("probe", noise(bytes)),
    now: () => performance.now(),
  };
}

function noise(bytes: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(bytes));
}
