import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Answer } from "../api";
import { createMemoryKeep, type Keep } from "../minutes/keep";
import { newId, Outbox } from "./outbox";

type Sent = { text: string; began_seconds_ago: number; section_id: string; details?: object };
const OK: Answer<null> = { ok: true, body: null };
const refused = (status: number, code = "x"): Answer<null> => ({
  ok: false,
  problem: { code, status, title: "No." },
});
const PLAIN = { section_id: "opening", children: [] as string[], language: "en" };
const draft = (text: string) => ({
  line_id: newId(),
  speaker: "anna",
  kind: "fact",
  text,
  ...PLAIN,
});

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
  const outbox = new Outbox(post, () => 5_000);
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
  const outbox = new Outbox(post, () => 0);
  outbox.write(draft("one"), 0);
  await vi.advanceTimersByTimeAsync(0);
  expect(outbox.unsent.value).toHaveLength(1);
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(3);
  expect(outbox.unsent.value).toEqual([]);
});

it("takes it as written when the answer to an earlier try was lost", async () => {
  answers = [refused(0), refused(409, "already-here")];
  const outbox = new Outbox(post, () => 0);
  outbox.write(draft("one"), 0);
  await vi.runAllTimersAsync();
  expect(outbox.unsent.value).toEqual([]);
});

it("keeps the words of a refused line, says why, and lets the next one pass", async () => {
  answers = [refused(409, "wrong-phase")];
  const outbox = new Outbox(post, () => 0);
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

it("keeps a line until it is acknowledged, instead of what it was kept as before", async () => {
  const keep = createMemoryKeep();
  await keep.change(new Map([["typed", { text: "one" }]]));
  answers = [refused(0), OK];
  const outbox = new Outbox(post, () => 0, keep);
  outbox.write(draft("one"), 0, ["typed"]);
  await vi.advanceTimersByTimeAsync(0);
  expect([...(await keep.read()).values()]).toMatchObject([{ text: "one", speaker: "anna" }]);
  await vi.runAllTimersAsync();
  expect((await keep.read()).size).toBe(0);
});

it("sends nothing before it is kept, and does not wait for a store that hangs", async () => {
  let stored: () => void = () => undefined;
  const change = () =>
    new Promise<void>((resolve) => {
      stored = resolve;
    });
  const slow: Keep = { ...createMemoryKeep(), change };
  const outbox = new Outbox(post, () => 0, slow);
  outbox.write(draft("one"), 0);
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([]);
  stored();
  await vi.advanceTimersByTimeAsync(0);
  outbox.write(draft("two"), 0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.map((line) => line.text)).toEqual(["one", "two"]);
});

it("sends what an earlier page has left first, in its order, under the same ids", async () => {
  const outbox = new Outbox(post, () => 60_000);
  const [one, two] = [draft("one"), draft("two")];
  outbox.write(draft("three"), 60_000);
  outbox.restore([
    { ...two, beganAt: 20_000, endedAt: 25_000 },
    { ...one, beganAt: 10_000, endedAt: 15_000 },
  ]);
  await vi.runAllTimersAsync();
  // "three" was on its way already when the others were found.
  expect(sent.map((line) => line.text)).toEqual(["three", "one", "two"]);
});

it("says of a late line in which part it was begun, and when what it tells was over", async () => {
  let now = 0;
  answers = [refused(0), OK];
  const outbox = new Outbox(post, () => now);
  outbox.write(draft("one"), 0);
  await vi.advanceTimersByTimeAsync(0);
  now = 30_000;
  await vi.runAllTimersAsync();
  expect(sent[0]?.details).toBeUndefined();
  expect(sent[1]).toMatchObject({
    section_id: "opening",
    began_seconds_ago: 30,
    details: { children: [], language: "en", until_seconds_ago: 30 },
  });
});

it("tries again what was refused while its writer was outside, and nothing else", async () => {
  answers = [refused(409, "wrong-standing"), refused(422, "malformed")];
  const outbox = new Outbox(post, () => 0);
  outbox.write(draft("one"), 0);
  outbox.write(draft("two"), 0);
  await vi.runAllTimersAsync();
  outbox.resume();
  await vi.runAllTimersAsync();
  expect(outbox.unsent.value.map((line) => line.text)).toEqual(["two"]);
});
