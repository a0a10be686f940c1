import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Answer } from "../api";
import { createDesk } from "../components/desk";
import { AGENDA, ANNA, CHAIR, CLEAR, KEPT, leg, panel, person, speakEnglish } from "../fixtures";
import type { ChairPanel } from "../wire";
import { Chair } from "./chair";

type Sent = [path: string, body: unknown];
let sent: Sent[] = [];
let answer: Answer<null> = { ok: true, body: null };
const WAITING = leg({ leg_id: "anna-leg", zone: "lobby" });

function show(change: Partial<ChairPanel> = {}): void {
  const desk = createDesk(async (path, body) => {
    sent.push([path, body]);
    return answer;
  }, KEPT);
  render(<Chair panel={panel(change)} desk={desk} />);
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const dialog = () => within(screen.getByRole("dialog"));
const choose = (label: string, value: string) =>
  fireEvent.change(dialog().getByLabelText(label), { target: { value } });
const gone = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

beforeEach(() => {
  speakEnglish();
  [sent, answer] = [[], { ok: true, body: null }];
});
afterEach(cleanup);

it("admits at once whoever is known and clear, on the version that was seen", async () => {
  show({ people: [CHAIR, person("Anna", { standing: "waiting", legs: [WAITING] })] });
  press("Admit Anna");
  await waitFor(() => expect(sent).toHaveLength(1));
  const body = { leg_id: "anna-leg", identity: null, reason: null, seen: 40 };
  expect(sent[0]).toEqual(["participants/anna/admission", body]);
});

it("lets nobody in by a press that comes just as the rows move", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const anna = person("Anna", { standing: "waiting", legs: [WAITING] });
  const desk = createDesk(async (path, body) => {
    sent.push([path, body]);
    return answer;
  }, KEPT);
  const view = render(<Chair panel={panel({ people: [CHAIR, anna] })} desk={desk} />);
  const bea = person("Bea", {
    standing: "waiting",
    legs: [leg({ ...WAITING, leg_id: "bea-leg" })],
  });
  view.rerender(<Chair panel={panel({ people: [CHAIR, bea, anna] })} desk={desk} />);
  press("Admit Bea");
  expect(sent).toEqual([]);
  press("Exclude Bea");
  expect(dialog().getByText(/Exclude Bea/)).toBeTruthy();
  press("Cancel");
  vi.advanceTimersByTime(450);
  vi.useRealTimers();
  press("Admit Bea");
  await waitFor(() => expect(sent).toHaveLength(1));
});

it("asks how the chair knows somebody, and why in spite of their answers", async () => {
  const answers = { ...CLEAR, alone: false, all_clear: false };
  const unknown = leg({ ...WAITING, answers, identified: false });
  show({ people: [CHAIR, person("Anna", { standing: "waiting", legs: [unknown] })] });
  press("Admit Anna");
  press("Admit now");
  expect(dialog().getAllByText("Say why you admit them all the same")).not.toEqual([]);
  expect(sent).toEqual([]);
  choose("How do you know who this is?", "known_to_chair");
  fireEvent.input(dialog().getByLabelText("Why you admit them all the same"), {
    target: { value: "Agreed." },
  });
  press("Admit now");
  await gone();
  expect(sent[0]?.[1]).toMatchObject({ identity: "known_to_chair", reason: "Agreed." });
});

it("shows who is with them, in their own words", () => {
  const told = leg({ ...WAITING, with_whom: "My sister" });
  show({ people: [CHAIR, person("Anna", { standing: "waiting", legs: [told] })] });
  expect(screen.getByText("In their own words: My sister")).toBeTruthy();
});

it("does not offer to admit whoever has not answered, or may not be in this section", () => {
  const silent = person("Anna", {
    standing: "waiting",
    legs: [leg({ ...WAITING, answers: null })],
  });
  const police = person("Priya", {
    standing: "waiting",
    in_audience: false,
    legs: [leg({ zone: "lobby" })],
  });
  show({ people: [CHAIR, silent, police] });
  expect(screen.queryByRole("button", { name: /^Admit/ })).toBeNull();
  expect(screen.getByText("No answers yet")).toBeTruthy();
  expect(screen.getByText("Not in this section")).toBeTruthy();
});

it("excludes only with all five fields, and keeps the question open until then", async () => {
  show();
  press("Exclude Anna");
  press("Exclude now");
  const summary = dialog().getByRole("alert", { name: "There is a problem" });
  expect(within(summary).getAllByRole("link")).toHaveLength(5);
  expect(sent).toEqual([]);
  choose("Ground", "unfit_state");
  fireEvent.input(dialog().getByLabelText("Reason in your own words"), {
    target: { value: "Very upset." },
  });
  choose("How they are told", "on_screen");
  choose("How their views are still heard", "in_writing");
  choose("For how long", "this_part");
  fireEvent.input(dialog().getByLabelText(/About how many minutes/), { target: { value: "20" } });
  press("Exclude now");
  await gone();
  expect(sent[0]).toEqual([
    "participants/anna/exclusion",
    {
      ground: "unfit_state",
      reason: "Very upset.",
      told: "on_screen",
      views_route: "in_writing",
      span: "this_part",
      notice_minutes: 20,
    },
  ]);
});

it("says that a shared room goes silent, and who brings it back", () => {
  const shared = [leg({ leg_id: "room", kind: "room", place_id: "place" })];
  const [daniel, helen] = [person("Daniel", { legs: shared }), person("Helen", { legs: shared })];
  const room = {
    place_id: "place",
    name: "Civic Centre",
    leg_id: "room",
    host: "helen",
    present: ["daniel", "helen"],
    dark: false,
  };
  show({ people: [CHAIR, daniel, helen], rooms: [room] });
  press("Exclude Daniel");
  expect(
    dialog().getByText(/Everyone in Civic Centre goes silent.*until Helen states/),
  ).toBeTruthy();
});

it("keeps what was filled in when the service refuses, and says why", async () => {
  answer = {
    ok: false,
    problem: { code: "wrong-standing", status: 409, title: "This has changed already." },
  };
  show({ people: [CHAIR, person("Anna", { standing: "waiting", legs: [WAITING] })] });
  press("Refuse Anna");
  fireEvent.input(dialog().getByLabelText("Reason, for the record"), {
    target: { value: "Not expected." },
  });
  press("Refuse now");
  await waitFor(() => expect(dialog().getByText("This has changed already.")).toBeTruthy());
  expect((dialog().getByLabelText("Reason, for the record") as HTMLTextAreaElement).value).toBe(
    "Not expected.",
  );
});

it("closes the question when a cut is made but not yet confirmed, and says so", async () => {
  answer = {
    ok: false,
    problem: { code: "not-yet-confirmed", status: 503, title: "Not yet confirmed." },
  };
  show();
  press("Hold Anna");
  press("Hold now");
  await gone();
  expect(screen.getByText("Not yet confirmed.")).toBeTruthy();
});

it("keeps a question open when its person moves to another group", () => {
  const desk = createDesk(async () => answer, KEPT);
  const page = render(<Chair panel={panel()} desk={desk} />);
  press("Exclude Anna");
  fireEvent.input(dialog().getByLabelText("Reason in your own words"), {
    target: { value: "Threats." },
  });
  page.rerender(
    <Chair
      panel={panel({ people: [CHAIR, { ...ANNA, standing: "waiting", legs: [] }] })}
      desk={desk}
    />,
  );
  expect((dialog().getByLabelText("Reason in your own words") as HTMLTextAreaElement).value).toBe(
    "Threats.",
  );
});

it("brings everyone back with one tap that says how many", async () => {
  show({ phase: "paused", pause_reason: "restart", chair_inside: false, may_bring_back: 3 });
  press("Bring everyone back (3)");
  await waitFor(() => expect(sent).toEqual([["course", { act: "bring_back", seen: 40 }]]));
});

it("confirms who an excluded person is before it brings them back", async () => {
  const unknown = leg({ ...WAITING, identified: false });
  show({ people: [CHAIR, person("Anna", { standing: "excluded", legs: [unknown] })] });
  press("Bring back Anna");
  choose("How do you know who this is?", "asked_and_confirmed");
  press("Bring back now");
  await gone();
  expect(sent.map(([path]) => path)).toEqual([
    "participants/anna/identity",
    "participants/anna/readmission",
  ]);
});

it("asks before it closes the conference for good", async () => {
  show();
  press("Close the conference");
  expect(sent).toEqual([]);
  press("Close now");
  await waitFor(() => expect(sent[0]?.[1]).toEqual({ act: "close", seen: 40 }));
});

it("says before it closes what is still owed, and of whom", () => {
  const owed_to_close = [
    { what: "views", about: "anna" },
    { what: "plan", about: null },
  ];
  show({ agenda: { ...AGENDA, owed_to_close } });
  press("Close the conference");
  expect(screen.getByText("Before the conference can be closed:")).toBeTruthy();
  expect(screen.getByText("Anna: note their views, or that none were given.")).toBeTruthy();
  expect(screen.getByText(/^Agree the plan/)).toBeTruthy();
});

it("tells the machinery's trouble and a second device in words", () => {
  const second = person("Anna", { legs: [leg({ second_device: true })] });
  show({ people: [CHAIR, second], troubles: [{ code: "cut-not-recorded", people: [] }] });
  const notices = within(screen.getByRole("list", { name: "Needs you now" }));
  expect(notices.getByText(/Cut, but not yet recorded/)).toBeTruthy();
  expect(screen.getByText(/open on more than one device/)).toBeTruthy();
});
