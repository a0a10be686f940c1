import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createApi } from "../api";
import { createDesk } from "../components/desk";
import { joiningAt, speakEnglish } from "../fixtures";
import { Call } from "../live/call";
import type { Socket } from "../live/signalling";
import { NO_LINES } from "../minutes/fixtures";
import type { Aside, FromBrowser, Inside, Notice, ToBrowser, View } from "../wire";
import { App } from "./app";

const QUIET = {
  ticket: async () => "unreachable" as const,
  later: () => () => undefined,
  chance: () => 0,
};
let said: FromBrowser[] = [];
let end: Socket | null = null;

function made(): Call {
  const socket = (): Socket => {
    const send = (text: string) => said.push(JSON.parse(text));
    end = {
      readyState: 1,
      send: send as Socket["send"],
      close: () => undefined,
      onopen: null,
      onmessage: null,
      onclose: null,
    };
    return end;
  };
  return new Call({ ...QUIET, ticket: async () => ({ ticket: "t" }), socket }, false);
}

async function joined(joining = joiningAt()): Promise<Call> {
  const call = made();
  call.start();
  await waitFor(() => expect(end).not.toBeNull());
  const api = createApi("link");
  render(
    <App
      call={call}
      api={api}
      desk={createDesk(api.put, api.remove)}
      parts={{}}
      joining={joining}
    />,
  );
  says({ type: "welcome", leg_id: "own", resumed: false });
  return call;
}

const says = (message: ToBrowser) => end?.onmessage?.({ data: JSON.stringify(message) });
let number = 0;
function shows(screenNow: View["screen"], company: View["company"] = []): void {
  number += 1;
  says({ type: "view", number, screen: screenNow, ...NOTHING_BESIDE, company });
}
const waiting = (answers_needed: boolean, notice: Notice | null = null): View["screen"] => ({
  screen: "waiting",
  notice,
  answers_needed,
  asked: false,
  asked_for_break: false,
  may_be_rung: false,
  trouble_hearing: false,
  told: null,
});
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
  section: "Opening",
  section_kind: "opening",
  ...NO_LINES,
  may_write: false,
  minutes: null,
  muted: false,
  reminders: 0,
  section_number: null,
  people: [
    {
      participant_id: "anna",
      leg_id: "own",
      name: "Anna",
      role: "parent",
      place: null,
      muted: false,
      by_phone: false,
    },
  ],
};
const ASIDE: Aside = { ...ASKS, screen: "aside", people: INSIDE.people, reply_wanted: true };
const RULE = { recording_rule: "prior-permission", may_ask: true };
const OWN = { name: "Anna", role: "parent", opened_elsewhere: false, ...RULE };
const NOTHING_BESIDE = { panel: null, room: null, responder: null, deputy: null, own: OWN };
const heading = (name: string) => screen.findByRole("heading", { name });

beforeEach(() => {
  speakEnglish();
  [said, end, number] = [[], null, 0];
});
afterEach(cleanup);

const goOn = () => fireEvent.click(screen.getByRole("button", { name: "Continue" }));
function sayToAll(value: "yes" | "no"): void {
  for (const group of screen.getAllByRole("group"))
    fireEvent.click(group.querySelector(`input[value=${value}]`) as Element);
}

it("goes one step after another to the lobby, and from there into the conference", async () => {
  await joined();
  shows(waiting(true));
  await heading("Getting ready");
  expect(screen.getByText("Anna").parentElement?.textContent).toBe("AnnaParent");
  goOn();
  await heading("Your camera and microphone");
  fireEvent.click(screen.getByRole("button", { name: "Join without camera or microphone" }));
  await heading("See and hear yourself");
  goOn();
  await heading("Your connection");
  await screen.findByText("Your connection is good.");
  goOn();
  await heading("What everybody agrees to");
  sayToAll("yes");
  goOn();
  await heading("Who is with you?");
  expect(screen.getAllByRole("group")).toHaveLength(5);
  sayToAll("yes");
  fireEvent.click(screen.getByRole("button", { name: "Send my answers" }));
  expect(said[0]).toMatchObject({
    type: "answers",
    alone: true,
    others_can_hear: true,
    will_not_record: true,
    with_whom: "",
  });
  shows(waiting(false));
  await heading("You are in the right place");
  expect(said[1]).toEqual({ type: "want_media" });
  shows(INSIDE);
  await heading("Opening");
  expect(screen.getByRole("list", { name: "People here" }).textContent).toContain("Anna (you)");
});

it("shows a private room with those who are in it, and then the conference again", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows(INSIDE);
  await heading("Opening");
  shows(ASIDE);
  await heading("You are in a private room");
  expect(screen.queryByRole("heading", { name: "Opening" })).toBeNull();
  expect(screen.getByRole("list", { name: "People here" }).textContent).toContain("Anna (you)");
  shows(INSIDE);
  await heading("Opening");
});

it("asks whoever is not alone which of the agreed people is with them", async () => {
  await joined(joiningAt("questions"));
  const advocate = { participant_id: "ada", role: "supporter", name: null, here: false };
  shows(waiting(true), [advocate]);
  await heading("Who is with you?");
  sayToAll("no");
  fireEvent.click(await screen.findByRole("checkbox", { name: "Supporter" }));
  fireEvent.click(screen.getByRole("button", { name: "Send my answers" }));
  expect(said[0]).toMatchObject({ type: "answers", alone: false, here: ["ada"], with_whom: "" });
});

it("says what is missing and sends nothing until every question is answered", async () => {
  await joined(joiningAt("questions"));
  shows(waiting(true));
  await heading("Who is with you?");
  fireEvent.click(screen.getByRole("button", { name: "Send my answers" }));
  expect(
    screen.getByRole("alert", { name: "There is a problem" }).querySelectorAll("a"),
  ).toHaveLength(6);
  expect(said).toEqual([]);
});

it("shows an excluded person the notice first, and then the questions again", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows(INSIDE);
  await heading("Opening");
  shows(waiting(true, { code: "excluded", minutes: 10 }));
  const notice = await heading("The chair has asked you to leave this part");
  const again = await heading("Tell us again who is with you");
  expect(notice.compareDocumentPosition(again) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(screen.getByText("This may take about 10 minutes.")).toBeTruthy();
  expect(screen.queryByRole("list", { name: "People here" })).toBeNull();
});

it.each(["You are in a private room", "Opening"])(
  "says first where one is, and then asks the questions that are open again: %s",
  async (where) => {
    const call = await joined();
    call.join(null, { camera: null, microphone: null });
    shows({ ...(where === "Opening" ? INSIDE : ASIDE), answers_needed: true });
    const first = await heading(where);
    await heading("Tell us again who is with you");
    expect(document.querySelector("h1, h2, .q-bar, form")).toBe(first);
  },
);

it("leaves nothing of inside in what is read out, once one is outside", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows(INSIDE);
  await screen.findByText("You are in the conference: Opening");
  shows(waiting(false));
  await heading("You are in the right place");
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe(""));
});

it("asks for media again on a new leg, without showing the devices again", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows(waiting(false));
  says({ type: "welcome", leg_id: "another", resumed: false });
  shows(waiting(true));
  await heading("Tell us again who is with you");
  expect(said).toEqual([{ type: "want_media" }]);
  shows(waiting(false));
  await heading("You are in the right place");
  expect(said).toEqual([{ type: "want_media" }, { type: "want_media" }]);
});

it("asks for nothing when the same leg is back", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows(waiting(false));
  says({ type: "welcome", leg_id: "own", resumed: true });
  shows(waiting(false));
  expect(said).toEqual([{ type: "want_media" }]);
});

it("says in words that everything is paused, and that the conference has ended", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows({ ...INSIDE, paused: true });
  expect(
    await screen.findAllByText("The conference is paused. Nobody can hear or see anyone."),
  ).toHaveLength(2);
  shows({ screen: "ended" });
  await heading("The conference has ended");
});

it("does not come back to a conference that has ended", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows({ screen: "ended" });
  await heading("The conference has ended");
  call.check();
  expect(call.link.value).toBe("ended");
});

it("says that sound did not start, and asks for it again", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows(waiting(false));
  says({ type: "refused", code: "media-full" });
  expect(await screen.findByText(/There is no room for more sound/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(said).toEqual([{ type: "want_media" }, { type: "want_media" }]);
});

it("shows whoever waits what the chair tells all, and that their link is open elsewhere", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  number += 1;
  const told = { minutes: 10, words: "A room is being prepared." };
  const shown = { ...waiting(false), told } as View["screen"];
  const own = { ...OWN, opened_elsewhere: true };
  says({ type: "view", number, screen: shown, ...NOTHING_BESIDE, own, company: [] });
  await screen.findByText("It will take about 10 more minutes.");
  expect(screen.getByText("A room is being prepared.")).toBeTruthy();
  expect(screen.getByText("Your link was opened on another device after this one")).toBeTruthy();
});

it("gives way to another tab, and says so without a try to come back", async () => {
  const call = await joined();
  call.join(null, { camera: null, microphone: null });
  shows(waiting(false));
  call.giveWay();
  await heading("This page is open in another tab");
  call.check();
  expect(call.link.value).toBe("elsewhere");
});
