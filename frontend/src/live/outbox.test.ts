import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Answer } from "../api";
import { createOutbox, newId } from "./outbox";

type Sent = { text: string; began_seconds_ago: number };
const OK: Answer<null> = { ok: true, body: null };
const refused = (status: number, code = "x"): Answer<null> => ({
  ok: false,
  problem: { code, status, title: "No." },
});
const draft = (text: string) => ({ line_id: newId(), speaker: "anna", kind: "fact", text });

let sent: Sent[] = [];
let answers: Answer<null>[] = [];
const post = async (_: string, body: unknown) => {
  sent.push(body as Sent);
  return answers.shift() ?? OK;
};

beforeEach(() => {
  vi.useFakeTimers();
  [sent, answers] = [[], []];
});
afterEach(() => {
  vi.useRealTimers();
});

it("sends lines in the order of writing, and forgets what is acknowledged", async () => {
  const outbox = createOutbox(post, () => 5_000);
  outbox.write(draft("one"), 1_000);
  outbox.write(draft("two"), 4_000);
  await vi.runAllTimersAsync();
  expect(sent.map((line) => [line.text, line.began_seconds_ago])).toEqual([
    ["one", 4],
    ["two", 1],
  ]);
  expect(outbox.unsent.value).toEqual([]);
});

it("keeps a line and sends it again until there is an answer", async () => {
  answers = [refused(0), refused(503), OK];
  const outbox = createOutbox(post, () => 0);
  outbox.write(draft("one"), 0);
  await vi.advanceTimersByTimeAsync(0);
  expect(outbox.unsent.value).toHaveLength(1);
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(3);
  expect(outbox.unsent.value).toEqual([]);
});

it("takes it as written when the answer to an earlier try was lost", async () => {
  answers = [refused(0), refused(409, "already-here")];
  const outbox = createOutbox(post, () => 0);
  outbox.write(draft("one"), 0);
  await vi.runAllTimersAsync();
  expect(outbox.unsent.value).toEqual([]);
});

it("keeps the words of a refused line, says why, and lets the next one pass", async () => {
  answers = [refused(409, "wrong-phase")];
  const outbox = createOutbox(post, () => 0);
  outbox.write(draft("one"), 0);
  outbox.write(draft("two"), 0);
  await vi.runAllTimersAsync();
  expect(outbox.unsent.value.map((line) => [line.text, line.problem])).toEqual([["one", "No."]]);
  outbox.sendAgain(outbox.unsent.value[0]?.line_id ?? "");
  await vi.runAllTimersAsync();
  expect(outbox.unsent.value).toEqual([]);
});

it("makes ids that are UUIDs", () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
