import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { expect, it } from "vitest";
import { AGENDA, ANNA, CHAIR, leg, person } from "../fixtures";
import type { Case, PanelChild } from "../wire";
import {
  arrived,
  BEA,
  button,
  choose,
  dialog,
  fill,
  LATE,
  press,
  sent,
  show,
  useChairsPage,
} from "./shown";

useChairsPage();

it("mutes with a reason and says what it does; the other acts are one press each", async () => {
  show({ people: [CHAIR, person("Sol", { role: "solicitor" })] });
  press("More Sol");
  expect(button("More Sol").getAttribute("aria-expanded")).toBe("true");
  press("Remind of their role (given 0 times) Sol");
  await arrived();
  press("Mute Sol");
  expect(dialog().getByText(/Sol goes on hearing and is not heard/)).toBeTruthy();
  press("Mute now");
  expect(dialog().getAllByText("Enter a reason")).not.toEqual([]);
  fill("Reason, for the record", "Answers for her.");
  press("Mute now");
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toEqual([
    ["participants/sol/reminder", {}],
    ["participants/sol/mute", { reason: "Answers for her." }],
  ]);
});

it("adjourns with why, what holds until then, and the new date", async () => {
  show();
  press("Adjourn to another day");
  press("Adjourn now");
  expect(dialog().getByRole("alert", { name: "There is a problem" })).toBeTruthy();
  choose("Cause", "safety");
  fill("Reason, for the record", "Threats.");
  fill("What keeps the children safe until then", "They stay with Gran.");
  fill("New date", "2026-12-01");
  press("Adjourn now");
  await arrived();
  expect(sent[0]).toEqual([
    "adjournment",
    {
      cause: "safety",
      reason: "Threats.",
      interim: "They stay with Gran.",
      new_date: "2026-12-01",
      late_reason: null,
    },
  ]);
});

const part = (id: string, change: object) => ({
  section_id: id,
  kind: "opening",
  title: id,
  audience: ["ruth", "anna"],
  restricted: false,
  opened: false,
  opened_ms: null,
  current: false,
  next: false,
  ...change,
});
const PARTS = [
  part("Welcome", { current: true, opened: true, opened_ms: Date.now() - 130_000 }),
  part("Police", { restricted: true, audience: ["ruth"] }),
  part("Views", {}),
];

it("prepares the next part: who goes out and comes in, and one press to go", async () => {
  const bea = person("Bea", { standing: "waiting", legs: [leg({ zone: "lobby" })] });
  const agenda = { ...AGENDA, to_admit: ["bea"] };
  show({ people: [CHAIR, ANNA, bea], sections: PARTS, agenda });
  expect(screen.getByText("These people go out: Anna.")).toBeTruthy();
  expect(screen.getByText("Let in when it is open: Bea.")).toBeTruthy();
  expect(screen.getByText("open for 2 minutes")).toBeTruthy();
  press("Close off and go on Police");
  await arrived();
  expect(sent).toEqual([["section", { section_id: "Police", seen: 40 }]]);
});

it("says of each who is to be out whether that is confirmed", () => {
  const sections = [PARTS[0], part("Police", { next: true, audience: ["ruth"] })].flatMap(
    (each) => each ?? [],
  );
  const troubles = [{ code: "not-yet-confirmed", people: ["anna"] }];
  show({ phase: "sealing", people: [CHAIR, ANNA, BEA], sections, troubles });
  const list = within(screen.getByRole("list", { name: "Who is out" }));
  const lines = list.getAllByRole("listitem").map((each) => each.textContent);
  expect(lines).toEqual(["Anna: not yet confirmed", "Bea: is put out"]);
});

it("moves a part, and changes who is in it, only until it has been opened", async () => {
  show({ sections: PARTS });
  expect(screen.queryByRole("button", { name: "Who is in it Welcome" })).toBeNull();
  press("Later Police");
  await arrived();
  press("Who is in it Views");
  fireEvent.click(dialog().getByLabelText("Anna"));
  press("Keep this list");
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toEqual([
    ["order", { order: ["Welcome", "Views", "Police"], seen: 40 }],
    ["sections/Views/audience", { audience: ["ruth"], copy_to: null, seen: 40 }],
  ]);
});

const CHILD: PanelChild = {
  child_id: "kit",
  name: "Kit",
  unborn: false,
  views: [],
  unheard: ["health"],
  agencies_for: 1,
  agencies_against: 0,
  decided: null,
  considered: false,
  dissents: [],
};
const ABOUT: Case = {
  quorum: {
    quorate: true,
    present: ["social_care", "health"],
    lost: [],
    required_agency: "social_care",
    others_needed: 2,
    since_ms: LATE,
    overridden: false,
  },
  rule: "chair_decides_after_views",
  seats: [{ participant_id: "bea", agency: "social_care" }],
  views_offered: ["no_plan", "no_view", "plan"],
  outcomes_offered: ["no_plan", "plan_made"],
  categories_offered: ["emotional_abuse", "neglect"],
  children: [CHILD],
  has_plan: false,
  plan: null,
  actions: [],
  held_on: "2026-06-02",
  core_group_due: "2026-06-16",
  review_due: "2026-09-02",
  views_owed: [],
};
const DECIDING = { people: [CHAIR, ANNA, BEA] };

it("puts down each agency's view with one press, and shows which it is", async () => {
  const views = [{ participant_id: "bea", agency: "social_care", view: "plan", written: false }];
  show({ ...DECIDING, case: { ...ABOUT, children: [{ ...CHILD, views }] } });
  expect(screen.getByText("Here and not heard yet: health")).toBeTruthy();
  expect(button("Plan Bea, Kit").getAttribute("aria-pressed")).toBe("true");
  press("No view Bea, Kit");
  await arrived();
  expect(sent).toEqual([["children/kit/views/bea", { view: "no_view", written: false }]]);
});

it("asks for a decision only what belongs to its outcome", async () => {
  show({ ...DECIDING, case: ABOUT });
  press("Decide Kit");
  press("Make this decision");
  expect(sent).toEqual([]);
  choose("The test of significant harm", "likely_to_suffer");
  choose("Outcome", "plan_made");
  fireEvent.click(dialog().getByLabelText("Neglect"));
  expect(dialog().queryByLabelText("What is offered instead")).toBeNull();
  press("Make this decision");
  await arrived();
  expect(sent[0]?.[1]).toEqual({
    threshold: "likely_to_suffer",
    outcome: "plan_made",
    categories: ["neglect"],
    end_reason: null,
    next_step: null,
    consider_legal_proceedings: false,
    missing: null,
    line_id: null,
  });
});

it("records a dissent with its reasons", async () => {
  show({ ...DECIDING, case: ABOUT });
  press("Record a dissent Kit");
  choose("Who dissents", "bea");
  fill("Their reasons", "The risk is higher.");
  press("Record the dissent");
  await arrived();
  expect(sent).toEqual([
    [
      "POST children/kit/dissents",
      { participant_id: "bea", reasons: "The risk is higher.", line_id: null },
    ],
  ]);
});

it("shows a lost quorum at a glance, and goes on without it only with a reason", async () => {
  const quorum = { ...ABOUT.quorum, quorate: false, present: ["social_care"], lost: ["health"] };
  show({ ...DECIDING, case: { ...ABOUT, quorum } });
  expect(screen.getByText(/Too few to decide since 10:12\. Gone: health\./)).toBeTruthy();
  press("Go on without the quorum");
  press("Go on and keep the reason");
  expect(sent).toEqual([]);
  fill("Why it is safe to go on", "Health has written.");
  press("Go on and keep the reason");
  await arrived();
  expect(sent).toEqual([["quorum/override", { reason: "Health has written." }]]);
});

it("tells how long each has spoken in a table, rooms as well", () => {
  const room = {
    place_id: "civic",
    name: "Civic Centre",
    leg_id: "room",
    host: "ruth",
    present: [],
    dark: true,
  };
  const spoken = [
    { voice: "anna", seconds: 130 },
    { voice: "civic", seconds: 60 },
  ];
  show({ rooms: [room], spoken });
  const table = within(screen.getByRole("table", { name: "Who has spoken for how long" }));
  expect(table.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "Person or roomMinutes and seconds",
    "Anna2:10",
    "Civic Centre1:00",
  ]);
});

it("says what keeps a supporter in the lobby, and settles it", async () => {
  const gate = {
    missing: "supporter-not-ready",
    kind: "friend",
    supports: ["anna"],
    approved: false,
    accepted: true,
    agreed: false,
    consents_open: [],
    serves: null,
    sections: null,
  };
  show({ people: [CHAIR, ANNA, person("Sue", { role: "supporter", gate })] });
  expect(screen.getByText("Supports Anna")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /promised.*Sue/ })).toBeNull();
  press("Approve Sue");
  await arrived();
  expect(sent).toEqual([["participants/sue/support-approval", {}]]);
});

it("plans whom a signal reaches, in words that only two people read", async () => {
  const untrained = person("Una", { role: "agency", may_answer: false });
  show({ people: [CHAIR, ANNA, { ...BEA, may_answer: true }, untrained] });
  press("More Anna");
  press("Safety plan Anna");
  expect(dialog().queryByRole("option", { name: "Una" })).toBeNull();
  expect(dialog().getByText(/Only you and the person named read this/)).toBeTruthy();
  choose("Who answers a signal", "bea");
  fill("Agreed phrase", "Is the kettle on?");
  press("Keep this plan for them");
  await arrived();
  const plan = { responder: "bea", phrase: "Is the kettle on?", plan: null };
  expect(sent).toEqual([["participants/anna/safety-plan", plan]]);
});

it("notes an incident with how long ago it began", async () => {
  show();
  press("More Anna");
  press("Note an incident Anna");
  choose("What happened", "overheard");
  choose("How many minutes ago it began", "5");
  press("Keep this incident");
  await arrived();
  const noted = { kind: "overheard", about: "anna", began_seconds_ago: 300, text: null };
  expect(sent).toEqual([["incidents", noted]]);
});
