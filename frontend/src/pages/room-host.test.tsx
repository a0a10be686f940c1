import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createApi } from "../api";
import { speakEnglish } from "../fixtures";
import type { RoomPanel } from "../wire";
import { RoomHost } from "./room-host";

const ROOM: RoomPanel = {
  place: "Civic Centre",
  leg_id: "room-leg",
  expected: [
    { participant_id: "daniel", name: "Daniel" },
    { participant_id: "helen", name: "Helen" },
  ],
  present: [],
  dark: true,
  statement_needed: false,
};
let sent: [string, unknown][] = [];

function show(room: RoomPanel): void {
  const api = createApi("link", async (path, options) => {
    sent.push([String(path), JSON.parse(String(options?.body))]);
    return new Response(null, { status: 204 });
  });
  render(<RoomHost room={room} api={api} />);
}

beforeEach(() => {
  speakEnglish();
  sent = [];
});
afterEach(cleanup);

it("states who is there, with an answer to every question", async () => {
  show(ROOM);
  fireEvent.click(screen.getByRole("checkbox", { name: "Helen" }));
  fireEvent.click(screen.getByRole("button", { name: "State who is here" }));
  expect(sent).toEqual([]);
  for (const yes of document.querySelectorAll("input[value=yes]")) fireEvent.click(yes);
  fireEvent.click(screen.getByRole("button", { name: "State who is here" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual([
    "/j/link/rooms/room-leg/statement",
    {
      present: ["helen"],
      alone: true,
      others_can_hear: true,
      child_can_hear: true,
      headphones: true,
      safe_to_talk: true,
      will_not_record: true,
    },
  ]);
});

it("asks again when what was said no longer counts", () => {
  show({ ...ROOM, present: ["helen"], dark: false, statement_needed: true });
  expect(screen.getByText(/^Say again who is there/)).toBeTruthy();
});

it("says that the room is silent, and that its screen is not connected", () => {
  show(ROOM);
  expect(screen.getByText("The room is silent. Say who is there.")).toBeTruthy();
  cleanup();
  show({ ...ROOM, leg_id: null });
  expect(screen.getByText("The room's screen is not connected.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "State who is here" })).toBeNull();
});
