import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Answer, createApi } from "../api";
import { createDesk } from "../components/desk";
import { KEPT, speakEnglish } from "../fixtures";
import type { Line } from "../wire";
import { aLine } from "./fixtures";
import { createMemoryKeep } from "./keep";
import { ReviseDialog, WithholdDialog } from "./line-dialogs";
import { Writing } from "./writing";

type Sent = [path: string, body: unknown];
const STALE = { code: "stale-command", status: 409, title: "The conference has changed since." };
let sent: Sent[] = [];
let answer: Answer<null> = { ok: true, body: null };
let done = 0;
const put = async (path: string, body: unknown) => {
  sent.push([path, body]);
  return answer;
};
const api = { ...createApi("link"), put };
let writing: Writing;

const Revise = ({ line }: { line: Line }) => (
  <ReviseDialog line={line} api={api} writing={writing} onDone={() => done++} />
);
const fill = (name: string, value: string) =>
  fireEvent.input(screen.getByRole("textbox", { name, hidden: true }), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name, hidden: true }));

beforeEach(() => {
  speakEnglish();
  [sent, answer, done] = [[], { ok: true, body: null }, 0];
  writing = new Writing(api, Promise.resolve(createMemoryKeep()), "tab");
});
afterEach(cleanup);

it("sends new words with the reason and what was known, and forgets them then", async () => {
  render(<Revise line={aLine({ earlier: ["First."] })} />);
  fill("What was said", "The dog is well.");
  fill("Why the words change", "Clearer");
  expect(writing.revision("line")?.text).toBe("The dog is well.");
  press("Save new words");
  await waitFor(() => expect(done).toBe(1));
  expect(sent).toEqual([
    ["lines/line/text", { text: "The dog is well.", reason: "Clearer", known: 1 }],
  ]);
  expect(writing.revision("line")).toBeUndefined();
});

it("shows what somebody else has written meanwhile, and loses nothing of one's own", async () => {
  answer = { ok: false, problem: STALE };
  const view = render(<Revise line={aLine()} />);
  fill("What was said", "Mine.");
  fill("Why the words change", "Clearer");
  press("Save new words");
  await waitFor(() => expect(sent).toHaveLength(1));
  view.rerender(<Revise line={aLine({ text: "Theirs.", earlier: ["The dog is safe."] })} />);
  expect(screen.getByText("Theirs.")).toBeTruthy();
  expect(screen.getByDisplayValue("Mine.")).toBeTruthy();
  press("I have read this");
  answer = { ok: true, body: null };
  press("Save new words");
  await waitFor(() => expect(done).toBe(1));
  expect(sent[1]?.[1]).toEqual({ text: "Mine.", reason: "Clearer", known: 1 });
});

it("asks for words and a reason, and for people and a ground, before it sends anything", () => {
  render(<Revise line={aLine()} />);
  press("Save new words");
  expect(screen.getByText("Write the new words and why they change")).toBeTruthy();
  cleanup();
  const speakers = [
    { participant_id: "anna", name: "Anna Moss", role: "parent" },
    { participant_id: "ruth", name: "Ruth Dee", role: "independent_chair" },
  ];
  const none = { section_id: null, restricted: false, children: [], empty_headings: [] };
  const desk = createDesk(put, KEPT);
  const minutes = { ...none, speakers };
  render(<WithholdDialog line={aLine()} minutes={minutes} desk={desk} onDone={() => done++} />);
  press("Withhold now");
  expect(screen.getAllByText("Choose a ground")).not.toHaveLength(0);
  expect(screen.queryByText(/Ruth Dee/)).toBeNull();
  expect(sent).toEqual([]);
});
