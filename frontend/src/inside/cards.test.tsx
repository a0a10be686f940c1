import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createApi } from "../api";
import { speakEnglish } from "../fixtures";
import { Call } from "../live/call";
import { NO_LINES } from "../minutes/fixtures";
import type { Aside, Inside, View } from "../wire";
import { createAsks } from "./asks";
import { LineAdvice, Reminder, Reply, Voice } from "./cards";
import { Lost } from "./lost";
import { PeopleList, Speakers } from "./people-list";
import { sectionOf, Where } from "./where";

const ASKS = {
  answers_needed: false,
  asked: false,
  asked_for_break: false,
  trouble_hearing: false,
};
const INSIDE: Inside = {
  ...ASKS,
  screen: "inside",
  paused: false,
  section: "Welcome",
  section_kind: "opening",
  section_number: 2,
  ...NO_LINES,
  may_write: false,
  minutes: null,
  muted: false,
  reminders: 0,
  people: [],
};
const ASIDE: Aside = { ...ASKS, screen: "aside", people: [], reply_wanted: true };
const PHONE = "01632 960 961";

let sent: string[] = [];
let number = 0;

function made() {
  const call = new Call(
    {
      ticket: async () => "unreachable" as const,
      socket: () => {
        throw new Error("nobody connects here");
      },
      later: () => () => undefined,
      chance: () => 0,
    },
    false,
  );
  call.store.receive({ type: "welcome", leg_id: "own", resumed: false });
  const api = createApi("link", async (path, request) => {
    sent.push(`${request?.method} ${path} ${request?.body ?? ""}`);
    return new Response(null, { status: 204 });
  });
  return { call, asks: createAsks(call, api) };
}

function shows(call: Call, screenNow: View["screen"]): void {
  number += 1;
  const rest = { panel: null, deputy: null, own: null, room: null, responder: null, company: [] };
  call.store.receive({ type: "view", number, screen: screenNow, ...rest });
}

beforeEach(() => {
  speakEnglish();
  [sent, number] = [[], 0];
});
afterEach(cleanup);

it("says that the chair has muted one, why, and until when; and then that one may speak", async () => {
  const { call } = made();
  shows(call, { ...INSIDE, muted: true });
  render(<Voice call={call} />);
  expect(screen.getByRole("alert").textContent).toBe("The chair has muted you");
  expect(screen.getByText(/The chair decides who speaks when/)).toBeTruthy();
  expect(screen.getByText(/This lasts until the chair unmutes you/)).toBeTruthy();
  shows(call, INSIDE);
  await screen.findByText("The chair has unmuted you. You may speak.");
  expect(screen.getByRole("button", { name: "Unmute microphone" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Close this message" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

it("says as why that one was reminded, where one was", () => {
  const { call } = made();
  shows(call, { ...INSIDE, muted: true, reminders: 2 });
  render(<Voice call={call} />);
  expect(screen.getByText(/You were reminded that you are here to support/)).toBeTruthy();
});

it("shows each reminder until it is understood, and the next one again", () => {
  const { rerender } = render(<Reminder times={1} />);
  fireEvent.click(screen.getByRole("button", { name: "I understand" }));
  expect(screen.queryByRole("alert")).toBeNull();
  rerender(<Reminder times={2} />);
  expect(screen.getByText(/This is reminder 2/)).toBeTruthy();
});

it("takes the answer to a closed question, and says nothing of what it is about", async () => {
  const { call, asks } = made();
  shows(call, ASIDE);
  render(<Reply asks={asks} />);
  expect(document.body.textContent?.replace(/\s+/g, " ")).toBe("Answer yes or noYes No");
  fireEvent.click(screen.getByRole("button", { name: "No" }));
  await waitFor(() => expect(sent).toEqual(['PUT /j/link/closed-reply {"yes":false}']));
});

it("asks for a break and for help with hearing, and takes both back", async () => {
  const { asks } = made();
  const body = '{"leg_id":"own","for_whom":null';
  await asks.setBreak(true);
  await asks.setBreak(false);
  await asks.setNeed(true);
  await asks.setNeed(false);
  expect(sent).toEqual([
    `PUT /j/link/break-request ${body}}`,
    "DELETE /j/link/break-request ",
    `PUT /j/link/need ${body},"need":"trouble_hearing"}`,
    "DELETE /j/link/need/trouble_hearing ",
  ]);
});

it("counts down to the next try, connects at once on a press, and then names the number", () => {
  const { call } = made();
  call.link.value = "lost";
  call.nextTry.value = Date.now() + 2_900;
  call.lostSince.value = Date.now();
  const { unmount } = render(<Lost call={call} phone={PHONE} />);
  expect(screen.getByText("We try again in 3 seconds.")).toBeTruthy();
  expect(screen.queryByText(new RegExp(PHONE))).toBeNull();
  unmount();
  call.lostSince.value = Date.now() - 11_000;
  render(<Lost call={call} phone={PHONE} />);
  expect(screen.getByText(new RegExp(PHONE))).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Reconnect" }));
  expect(call.nextTry.value).toBeLessThanOrEqual(Date.now());
});

it("gives advice at a poor line, says that the camera falls, and offers it again", async () => {
  const { call } = made();
  render(<LineAdvice call={call} phone={null} />);
  expect(screen.queryByText(/connection is poor/)).toBeNull();
  call.cameraOn.value = true;
  call.steady.quality.value = "bad";
  expect(await screen.findByText("Turn your camera off.")).toBeTruthy();
  expect(screen.getByText(/Move nearer to your Wi-Fi router/)).toBeTruthy();
  call.steady.fall.value = "warned";
  fireEvent.click(await screen.findByRole("button", { name: "Keep my camera on" }));
  expect(call.steady.fall.value).toBe("kept");
  call.steady.fall.value = "fallen";
  expect(await screen.findByRole("button", { name: "Turn camera on" })).toBeTruthy();
});

it("says where one is by number and title, or that one waits and hears nobody", async () => {
  const { call } = made();
  shows(call, INSIDE);
  render(<Where call={call} />);
  expect(screen.getByText("Section 2: Welcome")).toBeTruthy();
  expect(screen.getByText(/Connection: good/)).toBeTruthy();
  const held = { code: "held", minutes: null };
  shows(call, { ...ASKS, screen: "waiting", may_be_rung: false, told: null, notice: held });
  expect(
    await screen.findByText(
      "The chair has asked you to wait. You cannot hear anyone, and nobody can hear or see you.",
    ),
  ).toBeTruthy();
  expect(sectionOf({ ...INSIDE, section_number: null })).toBe("Welcome");
});

it("lists everybody by name and role, with callers and people of a room, and who speaks", () => {
  const plain = { role: "parent", muted: false, by_phone: false, place: null };
  const people = [
    { ...plain, participant_id: "a", leg_id: "own", name: "Anna" },
    { ...plain, participant_id: "b", leg_id: "call", name: "Ben", by_phone: true },
    { ...plain, participant_id: "c", leg_id: "room", name: "Carl", place: "Civic Centre" },
    { ...plain, participant_id: "d", leg_id: "room", name: "Dora", place: "Civic Centre" },
  ];
  const speaking = new Set(["call", "room"]);
  render(<PeopleList people={people} speaking={speaking} ownLeg="own" />);
  const seen = screen.getAllByRole("listitem").map((each) => each.textContent);
  expect(seen).toEqual([
    "Anna (you)Parent",
    "BenParent, By telephone, Speaking",
    "CarlParent, In Civic Centre, Speaking",
    "DoraParent, In Civic Centre, Speaking",
  ]);
  render(<Speakers people={people} speaking={speaking} />);
  expect(screen.getByText("Speaking: Ben, Civic Centre")).toBeTruthy();
});
