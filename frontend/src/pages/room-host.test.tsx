import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createApi } from "../api";
import { speakEnglish } from "../fixtures";
import type { RoomPanel } from "../wire";
import { RoomHost } from "./room-host";

const ROOM: RoomPanel = {
  place: "Civic Centre",
  host: "ruth",
  leg_id: "room-leg",
  may_ask: ["daniel", "helen", "ruth"],
  expected: [
    { participant_id: "daniel", name: "Daniel" },
    { participant_id: "helen", name: "Helen" },
    { participant_id: "ruth", name: "Ruth" },
  ],
  present: [],
  dark: true,
  statement_needed: false,
  asked: [],
  asked_for_break: [],
};
const BOTH: RoomPanel = { ...ROOM, present: ["daniel", "helen"], dark: false };
const ANSWERS = {
  alone: true,
  others_can_hear: true,
  child_can_hear: true,
  headphones: true,
  safe_to_talk: true,
  will_not_record: true,
};
let sent: [string, unknown][] = [];

function show(room: RoomPanel) {
  const api = createApi("link", async (path, options) => {
    sent.push([String(path).replace("/j/link/", ""), JSON.parse(String(options?.body))]);
    if (String(path).endsWith("room-code")) {
      return Response.json({ code: "7K2M-QX4D", minutes: 15 });
    }
    return new Response(null, { status: 204 });
  });
  return render(<RoomHost room={room} api={api} />);
}

function press(name: string): void {
  fireEvent.click(screen.getByRole("button", { name }));
}

function sayYesToAll(): void {
  for (const yes of document.querySelectorAll("input[value=yes]")) fireEvent.click(yes);
}

async function isSent(...wanted: [string, unknown][]): Promise<void> {
  await waitFor(() => expect(sent).toHaveLength(wanted.length));
  expect(sent).toEqual(wanted);
}

beforeEach(() => {
  speakEnglish();
  sent = [];
});
afterEach(cleanup);

it("states who is there, with an answer to every question", async () => {
  show(ROOM);
  fireEvent.click(screen.getByRole("checkbox", { name: "Helen" }));
  press("State who is here");
  expect(sent).toEqual([]);
  sayYesToAll();
  press("State who is here");
  await isSent(["rooms/room-leg/statement", { present: ["helen"], ...ANSWERS }]);
});

it("puts the form away once it is said who is there, until somebody comes or goes", () => {
  show(BOTH);
  expect(screen.queryByRole("button", { name: "State who is here" })).toBeNull();
  press("Somebody has come or gone");
  const helen = screen.getByRole<HTMLInputElement>("checkbox", { name: "Helen" });
  expect(helen.checked).toBe(true);
});

it("confirms that one person has left, and that the others are there", async () => {
  show(BOTH);
  press("Has left the room Daniel");
  sayYesToAll();
  press("State who is here");
  await isSent(["rooms/room-leg/statement", { present: ["helen"], ...ANSWERS }]);
});

it("asks for somebody in the room: to speak, for a break, and that they cannot hear", async () => {
  show(BOTH);
  const from = { leg_id: "room-leg", for_whom: "daniel" };
  press("Ask to speak for Daniel");
  await isSent(["hand", { ...from, presses: 1 }]);
  press("Ask for a break for Daniel");
  await waitFor(() => expect(sent).toHaveLength(2));
  press("Cannot hear well for Daniel");
  await isSent(
    ["hand", { ...from, presses: 1 }],
    ["break-request", from],
    ["need", { ...from, need: "trouble_hearing" }],
  );
});

it("leaves what the host asks for themselves to their own buttons, and says so", () => {
  show({ ...BOTH, present: ["daniel", "ruth"] });
  const [daniel, ruth] = screen.getAllByRole("listitem").map((each) => within(each));
  expect(daniel?.getAllByRole("button")).toHaveLength(4);
  expect(ruth?.getByText("Ruth (you)")).toBeTruthy();
  expect(ruth?.getAllByRole("button").map((each) => each.textContent)).toEqual([
    "Has left the room Ruth",
  ]);
  expect(screen.getByText(/^Ask here for people/)).toBeTruthy();
});

it("asks neither to speak nor for a break for an observer in the room", () => {
  show({ ...BOTH, may_ask: ["daniel"] });
  expect(screen.queryByRole("button", { name: "Ask to speak for Helen" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Ask for a break for Helen" })).toBeNull();
  expect(screen.getByRole("button", { name: "Cannot hear well for Helen" })).toBeTruthy();
});

it("says who has asked, and takes a second press as it took the first", async () => {
  show({ ...BOTH, asked: ["daniel"] });
  const [daniel, helen] = screen.getAllByRole("listitem");
  expect(within(daniel as HTMLElement).getByText("Has asked to speak")).toBeTruthy();
  expect(within(helen as HTMLElement).queryByText("Has asked to speak")).toBeNull();
  const again = screen.getByRole("button", { name: "Ask to speak for Daniel" });
  expect(again.getAttribute("aria-pressed")).toBe("true");
  fireEvent.click(again);
  await isSent(["hand", { leg_id: "room-leg", for_whom: "daniel", presses: 1 }]);
});

it("hands the chair a private word about somebody in the room", async () => {
  show(BOTH);
  press("A private word to the chair");
  const about = screen.getByRole<HTMLSelectElement>("combobox", { name: "About whom?" });
  fireEvent.change(about, { target: { value: "helen" } });
  fireEvent.submit(about.closest("form") as HTMLFormElement);
  await isSent(["participants/helen/concern", { concern: "child_audible" }]);
  await waitFor(() => expect(screen.getByText("The chair has been told.")).toBeTruthy());
});

it("asks again when what was said no longer counts", () => {
  show({ ...ROOM, present: ["helen"], dark: false, statement_needed: true });
  expect(screen.getByText(/^Say again who is there/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "State who is here" })).toBeTruthy();
});

it("says that the room is silent", () => {
  show(ROOM);
  expect(screen.getByText("The room is silent. Say who is there.")).toBeTruthy();
});

it("shows a code for a screen that is not connected, and nothing to state", async () => {
  show({ ...ROOM, leg_id: null });
  expect(screen.getByText("The room's screen is not connected.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "State who is here" })).toBeNull();
  press("Get a code for the room's screen");
  await waitFor(() => expect(screen.getByText("7K2M-QX4D")).toBeTruthy());
});
