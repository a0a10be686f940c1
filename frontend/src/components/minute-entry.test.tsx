import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Answer, createApi } from "../api";
import { speakEnglish } from "../fixtures";
import type { Draft } from "../live/outbox";
import { createMemoryKeep } from "../minutes/keep";
import { Writing } from "../minutes/writing";
import type { MinuteDesk } from "../wire";
import { MinuteEntry } from "./minute-entry";
import { UnsentLines } from "./unsent-lines";

const DESK: MinuteDesk = {
  section_id: "opening",
  restricted: false,
  speakers: [
    { participant_id: "anna", name: "Anna Moss", role: "parent" },
    { participant_id: "ruth", name: "Ruth Dee", role: "independent_chair" },
  ],
  children: [{ child_id: "isla", name: "Isla" }],
  empty_headings: [],
};
const OK: Answer<null> = { ok: true, body: null };
let sent: Draft[] = [];
let answer: Answer<null> = OK;
let writing: Writing;

const post = async (_: string, body: unknown) => {
  sent.push(body as Draft);
  return answer;
};

function Page({ desk, section }: { desk: MinuteDesk; section: string | null }) {
  return (
    <>
      <MinuteEntry section={section} desk={desk} writing={writing} />
      <UnsentLines outbox={writing.outbox} />
    </>
  );
}

function show(section: string | null = "Opening", change: Partial<MinuteDesk> = {}) {
  return render(<Page section={section} desk={{ ...DESK, ...change }} />);
}

const words = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "What was said" });
const speaker = () => screen.getByRole<HTMLSelectElement>("combobox", { name: "Who is speaking" });
const type = (text: string) => fireEvent.input(words(), { target: { value: text } });
const enter = (more: object = {}) => fireEvent.keyDown(words(), { key: "Enter", ...more });
const isSent = (n: number) => vi.waitFor(() => expect(sent).toHaveLength(n));

beforeEach(() => {
  speakEnglish();
  [sent, answer] = [[], OK];
  const keep = Promise.resolve(createMemoryKeep());
  writing = new Writing({ ...createApi("link"), post }, keep, "tab");
});
afterEach(cleanup);

it("writes a line with Enter, and is ready for the next by the same speaker", async () => {
  show();
  fireEvent.change(speaker(), { target: { value: "anna" } });
  type("The dog is safe.");
  enter();
  await isSent(1);
  expect(sent[0]).toMatchObject({ speaker: "anna", kind: "fact", text: "The dog is safe." });
  expect(words().value).toBe("");
  type("So is the cat.");
  enter({ ctrlKey: true });
  expect(speaker().value).toBe("anna");
});

it("takes the speaker and the kind from two keystrokes, and leaves the words", async () => {
  show();
  type("/r");
  expect([speaker().value, words().value]).toEqual(["ruth", ""]);
  type("/2");
  type("/x");
  expect(words().value).toBe("/x");
  expect(screen.getByText("No name and no kind has the key x.")).toBeTruthy();
  type("I think so.");
  enter();
  await isSent(1);
  expect(sent[0]).toMatchObject({ speaker: "ruth", kind: "opinion", text: "I think so." });
});

it("loses no letter of somebody who types faster than the page draws", async () => {
  show();
  const key = (letter: string) => {
    words().value += letter;
    words().dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const letter of "/rHello") key(letter);
  words().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  for (const letter of "Next") key(letter);
  await isSent(1);
  expect(sent[0]).toMatchObject({ speaker: "ruth", text: "Hello" });
  expect(words().value).toBe("Next");
});

it("keeps the words while nobody is chosen as speaker, and while a row is begun", () => {
  show();
  type("The dog is safe.");
  enter({ shiftKey: true });
  enter();
  expect(sent).toEqual([]);
  expect(words().value).toBe("The dog is safe.");
  expect(screen.getByText("Choose who is speaking")).toBeTruthy();
});

it("writes nothing while no section is open, and keeps the words", () => {
  show(null, { section_id: null });
  type("Too early.");
  enter();
  expect(sent).toEqual([]);
  expect(words().value).toBe("Too early.");
});

it("writes a line in the part where it was begun, unless its writer says otherwise", async () => {
  const view = show("Closed", { section_id: "closed", restricted: true });
  type("/a");
  type("A secret.");
  view.rerender(<Page section="Views" desk={{ ...DESK, section_id: "views" }} />);
  expect(screen.getByText(/You began this line in “Closed”/)).toBeTruthy();
  enter();
  await isSent(1);
  expect(sent[0]).toMatchObject({ section_id: "closed" });
  type("No secret.");
  view.rerender(<Page section="Plan" desk={{ ...DESK, section_id: "plan" }} />);
  fireEvent.click(screen.getByRole("button", { name: "Write it in “Plan” instead" }));
  enter();
  await isSent(2);
  expect(sent[1]).toMatchObject({ section_id: "plan" });
});

it("says by a word that what is written now is restricted", () => {
  show("Closed", { restricted: true });
  expect(screen.getByText("Restricted")).toBeTruthy();
});

it("says which child a line concerns", async () => {
  show();
  type("/a");
  fireEvent.click(screen.getByRole("checkbox", { name: "Isla" }));
  type("She is well.");
  enter();
  await isSent(1);
  expect(sent[0]).toMatchObject({ details: { children: ["isla"], until_seconds_ago: 0 } });
});

it("says of an action who does it and by which day", async () => {
  show();
  type("/a");
  type("/5");
  type("Visit the school.");
  fireEvent.change(screen.getByLabelText("Who does it"), { target: { value: "ruth" } });
  fireEvent.input(screen.getByLabelText("By which day"), { target: { value: "2026-12-03" } });
  enter();
  await isSent(1);
  expect(sent[0]?.text).toBe("Visit the school. Who: Ruth Dee. By: 3/12/2026.");
});

it("shows a line that was refused, why, and the way to send it again", async () => {
  answer = { ok: false, problem: { code: "wrong-phase", status: 409, title: "Not now." } };
  show();
  type("/a");
  type("The dog is safe.");
  enter();
  expect(await screen.findByText(/Not now\./)).toBeTruthy();
  answer = OK;
  fireEvent.click(screen.getByRole("button", { name: /Send again/ }));
  await isSent(2);
  await vi.waitFor(() => expect(screen.queryByText(/Not now\./)).toBeNull());
});
