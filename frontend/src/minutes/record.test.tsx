import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Answer, createApi } from "../api";
import { createDesk } from "../components/desk";
import { KEPT, speakEnglish } from "../fixtures";
import type { Inside } from "../wire";
import { ChairMinutes } from "./chair-minutes";
import { aLine } from "./fixtures";
import { RecordDesk, type RecordNow } from "./record";

type Sent = [path: string, body: unknown];
const OK: Answer<null> = { ok: true, body: null };
const ANNA = {
  participant_id: "anna",
  name: "Anna Moss",
  role: "parent",
  approved: null,
  sent: false,
};
const WITHHELD = {
  ...aLine({ text: "The new address." }),
  withheld: [{ participant_id: "anna", ground: "adult_safety" }],
};
const RECORD: RecordNow = {
  over: true,
  approved: false,
  empty_headings: [],
  readers: [ANNA],
  lines: [WITHHELD],
};
const COPY = {
  recipient: "Anna Moss",
  notices: ["confidential"],
  minutes: "part",
  people: [{ name: "Anna Moss", role: "parent", attended: true }],
  sections: [
    {
      heading: "Opening",
      code: "opening",
      opened_at: null,
      gist: null,
      lines: [{ number: 1, speaker: "Anna Moss", kind: "fact", text: "Hello.", language: "en" }],
    },
  ],
  decision_letter: true,
  addenda: [],
};
let sent: Sent[] = [];
let now: RecordNow = RECORD;

const note = async (path: string, body: unknown) => {
  sent.push([path, body]);
  return OK;
};
async function get<T>(path: string): Promise<Answer<T>> {
  const found: unknown = path === "record" ? now : { copy_text: COPY, seen: 41 };
  return { ok: true, body: found as T };
}
const api = { ...createApi("link"), get, put: note, post: note };
const desk = () => createDesk(note, KEPT);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
async function previewed(): Promise<void> {
  render(<RecordDesk api={api} desk={desk()} mayApprove isOpen />);
  const reader = await screen.findByRole("combobox", { name: "Whose copy" });
  fireEvent.change(reader, { target: { value: "anna" } });
  await screen.findByRole("article", { name: "Copy for Anna Moss" });
}

beforeEach(() => {
  speakEnglish();
  [sent, now] = [[], RECORD];
});
afterEach(cleanup);

it("shows the chair what a reader would get, and what is kept from them on what ground", async () => {
  await previewed();
  const copy = within(screen.getByRole("article"));
  expect(copy.getByText(/Hello\./)).toBeTruthy();
  expect(copy.queryByText(/The new address/)).toBeNull();
  expect(screen.getByText(/The new address\. \(Safety of an adult\)/)).toBeTruthy();
  press(/^Give it to them/);
  await waitFor(() => expect(sent).toEqual([["lines/line/lifting", { people: ["anna"] }]]));
});

it("approves the record, then the copy, each of what was read, and then sends it", async () => {
  await previewed();
  press("Approve the record");
  now = { ...RECORD, approved: true };
  await waitFor(() => press("Approve this copy of a part"));
  now = { ...now, readers: [{ ...ANNA, approved: "part" }] };
  await waitFor(() => press("Send the copy to Anna Moss"));
  await waitFor(() => expect(sent).toHaveLength(3));
  expect(sent).toEqual([
    ["record/approval", { seen: 41 }],
    ["copies/anna/approval", { minutes: "part", seen: 41 }],
    ["copies/anna/sending", {}],
  ]);
});

it("approves nothing while the conference goes on, or while a heading is empty", async () => {
  now = { ...RECORD, over: false };
  await previewed();
  expect(screen.queryByRole("button", { name: /Approve/ })).toBeNull();
  cleanup();
  now = { ...RECORD, empty_headings: ["dates"] };
  await previewed();
  const approve = screen.getByRole("button", { name: "Approve the record" });
  expect(approve.getAttribute("aria-disabled")).toBe("true");
  expect(screen.getByText("Dates")).toBeTruthy();
});

it("lets the minute taker put a line under a heading, and approve nothing", async () => {
  now = { ...RECORD, empty_headings: ["dates"] };
  render(<RecordDesk api={api} desk={desk()} isOpen />);
  fireEvent.change(await screen.findByLabelText("Heading"), { target: { value: "dates" } });
  fireEvent.change(screen.getByLabelText("Line that says it"), { target: { value: "line" } });
  press("Put this line under the heading");
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent).toEqual([["record/headings/dates", { line_ids: ["line"] }]]);
  expect(screen.queryByLabelText("Whose copy")).toBeNull();
});

const INSIDE: Inside = {
  screen: "inside",
  paused: false,
  section: "Opening",
  section_kind: "opening",
  people: [],
  lines: [aLine({ kind: "plan" })],
  lines_kept: 0,
  may_write: false,
  answers_needed: false,
  asked: false,
  asked_for_break: false,
  muted: false,
  reminders: 0,
  trouble_hearing: false,
  section_number: null,
  minutes: {
    section_id: "opening",
    restricted: false,
    speakers: [{ participant_id: "anna", name: "Anna Moss", role: "parent" }],
    children: [],
    empty_headings: [],
  },
};

it("lets the chair flag a line with a note", async () => {
  render(<ChairMinutes inside={INSIDE} api={api} desk={desk()} />);
  press(/^Flag/);
  const words = screen.getByRole("textbox", { name: /What should they look at/, hidden: true });
  fireEvent.input(words, { target: { value: "Which May?" } });
  fireEvent.click(screen.getByRole("button", { name: "Flag now", hidden: true }));
  await waitFor(() => expect(sent).toEqual([["lines/line/flag", { note: "Which May?" }]]));
});

it("makes an action of a line, with who does it and by which day", async () => {
  render(<ChairMinutes inside={INSIDE} api={api} desk={desk()} />);
  press(/^Make it an action/);
  const agree = () =>
    fireEvent.click(screen.getByRole("button", { name: "Agree the action", hidden: true }));
  agree();
  expect(screen.getByText("Choose who does it")).toBeTruthy();
  fireEvent.change(screen.getByLabelText("Who does it"), { target: { value: "anna" } });
  fireEvent.input(screen.getByLabelText("By which day"), { target: { value: "2026-12-03" } });
  agree();
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.[0]).toBe("actions");
  expect(sent[0]?.[1]).toMatchObject({
    what: "The dog is safe.",
    owner: "anna",
    by: "2026-12-03",
  });
});
