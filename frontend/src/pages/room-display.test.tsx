import { act, cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { speakEnglish } from "../fixtures";
import { Call } from "../live/call";
import type { View } from "../wire";
import { RoomDisplay } from "./room-display";

const person = (leg_id: string, name: string, place: string | null) => ({
  ...{ participant_id: name, leg_id, name, role: "parent" },
  ...{ place, muted: false, by_phone: false },
});
const PEOPLE = [person("own", "Daniel", "Civic Centre"), person("far", "Helen", null)];
const ASKED = { asked: true, asked_for_break: true, answers_needed: true };
let call: Call;
let number = 0;

function shown(page: object): void {
  number += 1;
  const beside = { panel: null, room: null, responder: null, company: [], own: null };
  const view = { type: "view", number, screen: { ...ASKED, ...page }, ...beside };
  act(() => call.store.receive(view as unknown as View));
}

const inside = (change: object = {}) => ({
  ...{ screen: "inside", paused: false, section: "What the family thinks", section_kind: "" },
  ...{ people: PEOPLE, lines: [], may_write: false, muted: true, reminders: 3 },
  ...change,
});
const waiting = (code: string) => ({ screen: "waiting", notice: { code, minutes: 20 } });

/** But for the time of day. */
const page = () => document.body.innerHTML.replace(/\d\d:\d\d/, "");

beforeEach(() => {
  speakEnglish();
  const never = {
    ticket: async () => "unreachable" as const,
    later: () => () => undefined,
    chance: () => 0,
  };
  const socket = () => {
    throw new Error("not in this test");
  };
  call = new Call({ ...never, socket }, true);
  render(<RoomDisplay call={call} />);
  act(() => call.store.receive({ type: "welcome", leg_id: "own", resumed: false }));
});
afterEach(cleanup);

it("says where the conference is and who is here, and offers nothing to press", () => {
  shown(inside());
  expect(screen.getByRole("heading", { name: "What the family thinks" })).toBeTruthy();
  expect(screen.getByText("Helen")).toBeTruthy();
  expect(screen.getByText(/Civic Centre/)).toBeTruthy();
  expect(screen.queryAllByRole("button")).toEqual([]);
});

it("names everybody with their role, and calls nobody in the room you", () => {
  shown(inside());
  const here = screen.getByRole("list", { name: "People here" }).textContent;
  expect(here).toContain("DanielParent");
  expect(here).toContain("HelenParent");
  expect(here).not.toContain("(you)");
});

it("puts as many people beside each other as below, so that all are in sight", () => {
  const across = (count: number) => {
    const people = Array.from({ length: count }, (_, n) => person(`leg-${n}`, `P${n}`, null));
    shown(inside({ people }));
    return screen.getByRole("list", { name: "People here" }).className;
  };
  expect([1, 3, 4, 7, 12, 17].map((count) => across(count).split("across-")[1])).toEqual([
    "1",
    "3",
    "2",
    "3",
    "4",
    "5",
  ]);
});

it("tells the room nothing of what one person asked, was told, or is", () => {
  shown(inside());
  const plain = page();
  shown(inside({ asked: false, asked_for_break: false, muted: false, reminders: 0 }));
  expect(page()).toBe(plain);
});

it.each(["excluded", "held", "stopped", "technical_check"])(
  "looks the same when the room waits because of: %s",
  (code) => {
    shown({ screen: "waiting", notice: null });
    const plain = page();
    shown(waiting(code));
    expect(page()).toBe(plain);
    expect(screen.getByRole("heading", { name: "Please wait" })).toBeTruthy();
  },
);

it("says that the conference is paused, in the same words for everyone", () => {
  shown(inside({ paused: true }));
  expect(screen.getByText(/^The conference is paused/)).toBeTruthy();
});

it("does not say that a private room is silent: those in it hear each other", () => {
  shown({ screen: "aside", people: PEOPLE });
  expect(screen.getByRole("heading", { name: "You are in a private room" })).toBeTruthy();
  expect(screen.queryByText(/cannot hear anyone/)).toBeNull();
  expect(screen.getByText("Helen")).toBeTruthy();
});
