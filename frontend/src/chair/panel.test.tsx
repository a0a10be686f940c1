import { fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { expect, it } from "vitest";
import type { Answer } from "../api";
import { createDesk } from "../components/desk";
import { ANNA, CHAIR, leg, panel, person } from "../fixtures";
import { Chair } from "../pages/chair";
import {
  arrived,
  BEA,
  button,
  conduct,
  DONE,
  dialog,
  LATE,
  type Put,
  post,
  press,
  put,
  SIGNAL,
  sent,
  show,
  useChairsPage,
} from "./shown";

useChairsPage();

it("stops everything with one key, from within a field and while another press is on its way", async () => {
  const never: Put = (path, body) => {
    sent.push([path, body]);
    return new Promise(() => undefined);
  };
  show({}, never);
  press("Exclude Anna");
  const field = dialog().getByLabelText("Reason in your own words");
  press("Pause");
  fireEvent.keyDown(field, { key: "F8" });
  expect(sent).toEqual([
    ["course", { act: "pause", seen: 40 }],
    ["stop", {}],
  ]);
});

it("keeps the focus on a button that takes no press while another is on its way", async () => {
  let answer: (said: Answer<null>) => void = () => undefined;
  show({}, (path, body) => {
    sent.push([path, body]);
    return new Promise((done) => {
      answer = done;
    });
  });
  const pause = button("Pause");
  pause.focus();
  fireEvent.click(pause);
  await waitFor(() => expect(pause.getAttribute("aria-disabled")).toBe("true"));
  fireEvent.click(pause);
  expect(sent).toHaveLength(1);
  expect(document.activeElement).toBe(pause);
  answer(DONE);
  await waitFor(() => expect(pause.getAttribute("aria-disabled")).toBeNull());
});

it("takes the focus along with a row that moves, and takes it from nowhere else", async () => {
  const waits = leg({ leg_id: "anna-leg", zone: "lobby" });
  const waiting = { people: [CHAIR, person("Anna", { standing: "waiting", legs: [waits] })] };
  const desk = createDesk(put, async () => DONE, post);
  const page = render(<Chair panel={panel(waiting)} desk={desk} />);
  button("Admit Anna").focus();
  press("Admit Anna");
  await arrived();
  page.rerender(<Chair panel={panel()} desk={desk} />);
  await waitFor(() => expect(document.activeElement?.id).toBe("person-anna"));
  button("Pause").focus();
  page.rerender(<Chair panel={panel(waiting)} desk={desk} />);
  expect(document.activeElement).toBe(button("Pause"));
});

it("puts the focus on the heading of a part whose button is gone", async () => {
  const queue = [{ participant_id: "anna", leg_id: "leg", kind: "browser", since_ms: LATE }];
  const desk = createDesk(put, async () => DONE, post);
  const page = render(<Chair panel={panel(conduct({ queue }))} desk={desk} />);
  button("Take off the list Anna").focus();
  page.rerender(<Chair panel={panel()} desk={desk} />);
  await waitFor(() => expect(document.activeElement).toBe(button("Asking to speak: 0 people")));
});

it("takes a key that is held down for one press, and no key once all is over", () => {
  const { unmount } = show();
  fireEvent.keyDown(document.body, { key: "F8", repeat: true });
  expect(sent).toEqual([]);
  unmount();
  show({ phase: "closed" });
  fireEvent.keyDown(document.body, { key: "F8" });
  expect(sent).toEqual([]);
  expect(screen.queryByRole("button", { name: /Stop everything/ })).toBeNull();
});

it("tells of one cause in one notice, whomever it is about, and offers the pause", async () => {
  const bea = person("Bea", { legs: [leg({ leg_id: "bea-leg", lost: true })] });
  const missing = [{ participant_id: "anna", since_ms: LATE }];
  show({ people: [CHAIR, ANNA, bea], ...conduct({ missing, offer_pause: true }) });
  const notices = within(screen.getByRole("list", { name: "Needs you now" }));
  expect(notices.getAllByRole("listitem")).toHaveLength(1);
  expect(notices.getByText("Connection lost: Anna, Bea. Since 10:12.")).toBeTruthy();
  fireEvent.click(notices.getByRole("button", { name: "Pause" }));
  await arrived();
  expect(sent).toEqual([["course", { act: "pause", seen: 40 }]]);
});

it("asks to repeat what somebody missed, and notes that it was", async () => {
  const to_repeat = [{ participant_id: "anna", from_ms: LATE, to_ms: LATE + 120_000 }];
  show(conduct({ to_repeat }));
  const notices = within(screen.getByRole("list", { name: "Needs you now" }));
  expect(notices.getByText(/Missed: Anna, 10:12 to 10:14\./)).toBeTruthy();
  press("Repeated for Anna");
  await arrived();
  expect(sent).toEqual([["participants/anna/repeated", {}]]);
});

it("names whom it waits for while a cut is not confirmed", () => {
  show({ troubles: [{ code: "not-yet-confirmed", people: ["anna"] }] });
  const notices = within(screen.getByRole("list", { name: "Needs you now" }));
  expect(notices.getByText(/Not yet confirmed for: Anna\./)).toBeTruthy();
  expect(screen.getByText("Not yet confirmed")).toBeTruthy();
});

it("answers a signal with one press, and says beforehand what it does", async () => {
  show({ people: [CHAIR, ANNA, BEA], ...conduct({ signals: [SIGNAL] }) });
  const alone = within(screen.getByRole("region", { name: "For you alone" }));
  expect(alone.getByText(/Anna and Bea meet in a private room/)).toBeTruthy();
  expect(alone.getByText(/Is the kettle on\?/)).toBeTruthy();
  fireEvent.click(alone.getByRole("button", { name: "Begin the technical check" }));
  await arrived();
  expect(sent).toEqual([["participants/anna/technical-check", {}]]);
});

it("leads from the bar that is always in sight to what is for the chair alone", () => {
  show({ people: [CHAIR, ANNA, BEA], ...conduct({ signals: [SIGNAL] }) });
  press("For you alone");
  expect(document.activeElement).toBe(screen.getByRole("region", { name: "For you alone" }));
});

it("reads out of a signal only where to look", () => {
  show({ people: [CHAIR, ANNA, BEA], ...conduct({ signals: [SIGNAL] }) });
  const aloud = screen.getAllByRole("status").map((each) => each.textContent ?? "");
  expect(aloud.join(" ")).toMatch(/For you alone/);
  expect(aloud.join(" ")).not.toMatch(/Anna|signal|safe/);
});

it("asks the closed questions of a response, and ends it on what was seen", async () => {
  const response = {
    participant_id: "anna",
    responder: "bea",
    question: "in_danger",
    replies: [{ question: "someone_there", yes: true }],
    phrase_given: false,
    outcome: null,
  };
  show({ people: [CHAIR, ANNA, BEA], ...conduct({ signals: [SIGNAL], response }) });
  const questions = within(screen.getByRole("list", { name: "Questions to answer by yes or no" }));
  expect(questions.getByText("Yes")).toBeTruthy();
  press("They said no");
  await arrived();
  press("They are safe: end the check");
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent).toEqual([
    ["participants/anna/closed-reply", { yes: false }],
    ["participants/anna/outcome", { outcome: "safe", seen: 40 }],
  ]);
});

it("shows who asks to speak in their order, and takes a name off the list", async () => {
  const hand = (id: string, kind: string) => ({
    participant_id: id,
    leg_id: `${id}-leg`,
    kind,
    since_ms: LATE,
  });
  const queue = [hand("bea", "phone"), hand("anna", "browser")];
  show({ people: [CHAIR, ANNA, BEA], ...conduct({ queue, not_spoken: ["anna"] }) });
  const list = within(screen.getByRole("list", { name: "Asking to speak, longest first" }));
  const names = list.getAllByRole("listitem").map((each) => each.textContent);
  expect(names[0]).toMatch(/^Bea.*By phone/);
  expect(names[1]).toMatch(/^Anna/);
  press("Take off the list Bea");
  await arrived();
  expect(sent).toEqual([["participants/bea/hand-lowered", {}]]);
});

it("gives one person time out in a private room, and brings them back on what is seen", async () => {
  const breaks = [{ participant_id: "anna", leg_id: "anna-leg", kind: "browser", since_ms: LATE }];
  const { unmount } = show(conduct({ breaks }));
  press("Time out in a private room Anna");
  await arrived();
  expect(sent).toEqual([
    ["legs/anna-leg/private-room", { room_of: "anna", with_interpreters: true }],
  ]);
  unmount();
  sent.length = 0;
  const aside = person("Anna", { legs: [leg({ leg_id: "anna-leg", zone: "side:anna" })] });
  show({ people: [CHAIR, aside] });
  expect(screen.getByText("In a private room: 1 person")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Admit Anna" })).toBeNull();
  press("Bring out of the private room Anna");
  await arrived();
  expect(sent).toEqual([["legs/anna-leg/return", { seen: 40 }]]);
});

it("shows speaking times as a table first, of those whom the panel names", () => {
  const spoken = [
    { voice: "anna", seconds: 95 },
    { voice: "nobody-of-this-panel", seconds: 7 },
  ];
  show({ people: [CHAIR, ANNA, BEA], spoken });
  const table = screen.getByRole("table", { name: "Who has spoken for how long" });
  expect(
    within(table)
      .getAllByRole("rowheader")
      .map((each) => each.textContent),
  ).toEqual(["Anna"]);
  expect(within(table).getByText("1:35")).toBeTruthy();
  expect(document.querySelector(".q-bars")?.getAttribute("aria-hidden")).toBe("true");
});

it("shows who is agreed to sit with somebody, and keeps them when another is added", async () => {
  const anna = { ...ANNA, agreed: ["bea"], besides: ["sue"] };
  show({ people: [CHAIR, anna, BEA, person("Sue", { role: "supporter" }), person("Tom")] });
  press("More Anna");
  press("Who may sit with them Anna");
  expect(dialog().getByText(/Agreed so far: Bea\. .*support: Sue\.$/)).toBeTruthy();
  expect(dialog().getByRole<HTMLInputElement>("checkbox", { name: "Bea" }).checked).toBe(true);
  expect(dialog().getByRole<HTMLInputElement>("checkbox", { name: "Sue" }).checked).toBe(false);
  fireEvent.click(dialog().getByRole("checkbox", { name: "Tom" }));
  press("Agree this company");
  await arrived();
  expect(sent).toEqual([["participants/anna/company", { company: ["bea", "tom"] }]]);
});
