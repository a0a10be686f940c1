import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AGENDA, KEPT, panel, speakEnglish } from "../fixtures";
import type { Agenda } from "../wire";
import { AgendaPanel } from "./agenda";
import { createDesk } from "./desk";

let sent: [string, unknown][] = [];

function show(change: Partial<Agenda>, phase = "in_section"): void {
  const desk = createDesk(async (path, body) => {
    sent.push([path, body]);
    return { ok: true, body: null };
  }, KEPT);
  render(<AgendaPanel panel={panel({ phase, agenda: { ...AGENDA, ...change } })} desk={desk} />);
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

beforeEach(() => {
  speakEnglish();
  sent = [];
});
afterEach(cleanup);

const SCRIPT = [
  { step: "identity", done: true },
  { step: "who_is_with_you", done: false },
  { step: "headphones", done: false },
];

it("offers the next step of the script and no other", () => {
  show({ script: SCRIPT });
  expect(screen.getAllByRole("button", { name: /^Tick off/ })).toHaveLength(1);
  press("Tick off Who is with you");
  expect(sent).toEqual([["script/who_is_with_you", {}]]);
});

it("shows no script when it is done, nor while nothing is open", () => {
  show({ script: SCRIPT.map((each) => ({ ...each, done: true })) });
  expect(screen.queryByText("Opening script")).toBeNull();
  cleanup();
  show({ script: SCRIPT }, "paused");
  expect(screen.queryByText("Opening script")).toBeNull();
});

it("asks to announce whoever joined late", () => {
  show({ to_announce: ["anna"] });
  expect(screen.getByText(/Anna has joined late/)).toBeTruthy();
  press("Announced");
  expect(sent).toEqual([["participants/anna/announced", {}]]);
});

it("notes the views of whoever is out, or that none were given", async () => {
  show({ views_owed: ["anna"] });
  press("Offered, none given Anna");
  await waitFor(() => expect(sent).toHaveLength(1));
  press("Write views Anna");
  const dialog = within(screen.getByRole("dialog"));
  const text = { target: { value: "She wants them home." } };
  fireEvent.input(dialog.getByLabelText("Their views"), text);
  fireEvent.click(dialog.getByRole("button", { name: "Write views" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toEqual([
    ["participants/anna/views", { text: null, none_given: true }],
    ["participants/anna/views", { text: "She wants them home.", none_given: false }],
  ]);
});

it("tells the chair alone of a private request, who may decline it", () => {
  show({ closed_requests: [{ request_id: "r", asked_by: "anna", kind: "legal_advice" }] });
  expect(screen.getByText(/Anna asks privately for a closed part: legal advice/)).toBeTruthy();
  press("Not now");
  expect(sent).toEqual([["closed-part-requests/r/answer", { part: null, seen: 40 }]]);
});

it("says whom to let in and let go, and what is late", () => {
  const request = {
    request_id: "r",
    asked_by: "ruth",
    about: "anna",
    ground: "legal_advice",
    evidence: "",
    asked_on: "2026-11-20",
    late: true,
  };
  show({ to_admit: ["anna"], to_release: ["ruth"], exclusion_requests: [request] });
  expect(screen.getByText("Let in for the next section: Anna")).toBeTruthy();
  expect(screen.getByText("Not in the next section: Ruth")).toBeTruthy();
  expect(screen.getByText(/Ruth asks that Anna is excluded.*came late/)).toBeTruthy();
});
