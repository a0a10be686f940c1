// Two keystrokes at the start of a line: "/" and a letter for who speaks, "/" and a digit for the kind.
import type { Speaker } from "../wire";

export const KINDS = [
  "fact",
  "opinion",
  "account",
  "child_voice",
  "plan",
  "decision",
  "dissent",
  "record",
  "out_of_role",
];
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/**
 * A letter for each person, by id: one of their names' first letters if it is free. It depends only
 * on the order of the list, which never changes, so nobody's letter changes while they are written of.
 */
export function speakerKeys(speakers: readonly Speaker[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const free = new Set(LETTERS);
  for (const { participant_id, name } of speakers) {
    const key = [...initialsOf(name), ...LETTERS].find((letter) => free.has(letter));
    if (key === undefined) break;
    free.delete(key);
    keys.set(participant_id, key);
  }
  return keys;
}

function initialsOf(name: string): string[] {
  const plain = name.normalize("NFD").toLowerCase();
  return plain.split(/[^\p{L}\p{M}]+/u).map((word) => word.slice(0, 1));
}

/** What the first two letters of a line ask for, and the words without them. */
export interface Command {
  key: string;
  rest: string;
}

export function commandIn(text: string): Command | null {
  const found = /^\/([a-z1-9]) ?/i.exec(text);
  if (found === null) return null;
  return { key: (found[1] ?? "").toLowerCase(), rest: text.slice(found[0].length) };
}

export function kindOf(key: string): string | undefined {
  return /\d/.test(key) ? KINDS[Number(key) - 1] : undefined;
}
