import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Answer } from "../api";
import { createApi } from "../api";
import { createMemoryKeep, type Keep } from "./keep";
import { Writing } from "./writing";

const OK: Answer<null> = { ok: true, body: null };
const LOST: Answer<null> = { ok: false, problem: { code: "x", status: 0, title: "No." } };
let sent: { line_id: string; text: string }[] = [];
let answer: Answer<null> = OK;
const api = {
  ...createApi("link"),
  post: async (_: string, body: unknown) => {
    sent.push(body as (typeof sent)[0]);
    return answer;
  },
};
const later = () => vi.advanceTimersByTimeAsync(600);
const tab = (keep: Keep, name: string) => new Writing(api, Promise.resolve(keep), name);

beforeEach(() => {
  vi.useFakeTimers();
  [sent, answer] = [[], OK];
});
afterEach(() => {
  vi.useRealTimers();
});

it("brings back what was typed in a tab that is gone, with who spoke and where", async () => {
  const keep = createMemoryKeep();
  tab(keep, "first").type({ text: "The dog", speaker: "anna", section_id: "closed" });
  await later();
  const again = tab(keep, "second");
  await later();
  expect(again.typed.value).toMatchObject({
    text: "The dog",
    speaker: "anna",
    section_id: "closed",
  });
  expect([...(await keep.read()).keys()]).toEqual(["second/typed"]);
});

it("keeps the newest of what was typed while a slow store was busy, and falls behind by one", async () => {
  const [keep, kept] = [createMemoryKeep(), [] as unknown[]];
  let stored = () => {};
  const slow: Keep = {
    ...keep,
    change: (put) => {
      kept.push(...[...put.values()].map((words) => (words as { text: string }).text));
      return new Promise((done) => {
        stored = done;
      });
    },
  };
  const writing = tab(slow, "first");
  await later();
  for (const text of ["T", "Th", "The", "The ", "The d"]) writing.type({ text });
  await later();
  expect(kept).toEqual(["T"]);
  stored();
  await later();
  stored();
  await later();
  expect(kept).toEqual(["T", "The d"]);
});

it("does not write over what was typed meanwhile", async () => {
  const keep = createMemoryKeep();
  tab(keep, "first").type({ text: "The dog" });
  await later();
  const again = tab(keep, "second");
  again.type({ text: "The cat" });
  await later();
  expect(again.typed.value.text).toBe("The dog\nThe cat");
});

it("sends the line of a tab that is gone again under its own id, and forgets it then", async () => {
  const keep = createMemoryKeep();
  answer = LOST;
  const before = tab(keep, "first");
  before.type({ text: "The dog is safe.", speaker: "anna" });
  before.write("line-1", "opening", "The dog is safe.");
  await later();
  before.outbox.unsent.value = [];
  [sent, answer] = [[], OK];
  tab(keep, "second");
  await later();
  expect(sent.map((line) => [line.line_id, line.text])).toContainEqual([
    "line-1",
    "The dog is safe.",
  ]);
  expect((await keep.read()).size).toBe(0);
});

it("keeps words for a line that stands, until they are sent or given up", async () => {
  const keep = createMemoryKeep();
  const before = tab(keep, "first");
  before.revise("line-1", { text: "Better", reason: "Spelling" });
  await later();
  const again = tab(keep, "second");
  await later();
  expect(again.revision("line-1")).toEqual({ text: "Better", reason: "Spelling" });
  again.revise("line-1", null);
  await later();
  expect((await keep.read()).size).toBe(0);
});

it("keeps nothing once its writer has left, and says where it is kept", async () => {
  const keep = createMemoryKeep();
  const writing = tab(keep, "first");
  writing.type({ text: "The dog" });
  await later();
  expect(writing.lasts.value).toBe(false);
  writing.clear();
  await later();
  expect((await keep.read()).size).toBe(0);
});

it("goes on in memory where the browser has no store", async () => {
  const writing = new Writing(api, Promise.reject(new Error("no store")), "first");
  writing.type({ text: "The dog", speaker: "anna" });
  writing.write("line-1", "opening", "The dog");
  await later();
  expect([writing.lasts.value, sent.length]).toEqual([false, 1]);
});
