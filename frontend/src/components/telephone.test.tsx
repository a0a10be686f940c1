import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Answer } from "../api";
import { ANNA, CHAIR, leg, panel, person, speakEnglish, TELEPHONES } from "../fixtures";
import { Chair } from "../pages/chair";
import type { ChairPanel, PanelCall, Telephones } from "../wire";
import { createDesk } from "./desk";

const DONE: Answer<null> = { ok: true, body: null };
const AT = Date.UTC(2026, 5, 2, 9, 4);
let sent: unknown[] = [];

function show(change: Partial<Telephones>, people: ChairPanel["people"] = [CHAIR, AWAY]): void {
  const desk = createDesk(
    async (path, body) => {
      sent.push([path, body]);
      return DONE;
    },
    async (path) => {
      sent.push(["DELETE", path]);
      return DONE;
    },
  );
  const telephones = { ...TELEPHONES, ...change };
  render(<Chair panel={panel({ people, telephones })} desk={desk} />);
}

const AWAY = person("Anna", { standing: "waiting", legs: [] });
const MAY = { participant_id: "anna", from_minute: null, to_minute: null };
const call = (change: Partial<PanelCall>): PanelCall => ({
  participant_id: "anna",
  state: "waiting",
  attempts: 0,
  since_ms: AT,
  goes_on: true,
  ...change,
});
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

beforeEach(() => {
  speakEnglish();
  sent = [];
});
afterEach(cleanup);

it("has somebody rung who may be rung, though they have no connection", async () => {
  show({ may_ring: [MAY] });
  press("Ring Anna");
  await waitFor(() => expect(sent).toEqual([["participants/anna/ringing", {}]]));
});

it("offers to ring nobody else", () => {
  show({});
  expect(screen.queryByRole("button", { name: /^Ring/ })).toBeNull();
});

it("stops a call that goes on, and offers no second one", async () => {
  show({ calls: [call({ state: "ringing", attempts: 2 })] });
  expect(screen.getByText("Their phone is ringing (10:04). Rung 2 times.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Ring Anna" })).toBeNull();
  press("Stop ringing Anna");
  await waitFor(() => expect(sent).toEqual([["DELETE", "participants/anna/ringing"]]));
});

it("says whether a call that failed is tried again", () => {
  show({ calls: [call({ state: "no_answer", attempts: 1 })] });
  expect(screen.getByText(/^No answer .*Rung 1 time. They are rung again soon.$/)).toBeTruthy();
  cleanup();
  show({ calls: [call({ state: "busy", attempts: 3, goes_on: false })], may_ring: [MAY] });
  expect(screen.getByText(/^Line busy .*Rung 3 times.$/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Ring Anna" })).toBeTruthy();
});

it.each([
  "waiting",
  "calling",
  "ringing",
  "answered",
  "busy",
  "no_answer",
  "declined",
  "later",
  "failed",
  "not_allowed",
  "stopped",
])("has words for a call that is %s", (state) => {
  show({ calls: [call({ state })] });
  expect(screen.queryByText(/telephone\./)).toBeNull();
});

it("says plainly that somebody must not be rung, and when others may", () => {
  const other = person("Bea", { standing: "waiting", legs: [] });
  show(
    {
      forbidden: [{ participant_id: "anna", lost_at_ms: null, never: true }],
      may_ring: [{ participant_id: "bea", from_minute: 545, to_minute: 1020 }],
    },
    [CHAIR, AWAY, other],
  );
  const row = (name: string) =>
    within(screen.getByText(name, { selector: "strong" }).closest("li") as HTMLElement);
  expect(row("Anna").getByText(/Must not be rung/)).toBeTruthy();
  expect(row("Anna").queryByRole("button", { name: /^Ring/ })).toBeNull();
  expect(row("Bea").getByText("May be rung from 09:05 to 17:00")).toBeTruthy();
});

it("tells what needs somebody now, aloud as well, and settles a need", async () => {
  show({
    needs: [{ participant_id: "anna", need: "trouble_hearing", since_ms: AT }],
    pin_failed: [{ participant_id: "anna", since_ms: AT }],
    call_back_wanted: [{ participant_id: "anna", since_ms: AT }],
    forbidden: [{ participant_id: "anna", lost_at_ms: AT, never: false }],
  });
  const shown = within(screen.getByRole("region", { name: "Calls and needs" }));
  expect(shown.getByText(/did not give the right PIN \(10:04\)/)).toBeTruthy();
  expect(shown.getByText("Anna chose to be rung back (10:04).")).toBeTruthy();
  expect(shown.getByText(/was lost at 10:04.*no call was made/)).toBeTruthy();
  const aloud = screen.getAllByRole("status").map((each) => each.textContent);
  expect(aloud.join(" ")).toMatch(/Anna has trouble hearing.*PIN.*lost.*rung back/);
  expect(screen.queryByText(/Must not be rung/)).toBeNull();
  press("Settled Anna has trouble hearing.");
  const body = { need: "trouble_hearing" };
  await waitFor(() => expect(sent).toEqual([["participants/anna/need-settled", body]]));
});

it("says nothing where nobody telephones", () => {
  show({}, [CHAIR, ANNA]);
  expect(screen.queryByRole("region", { name: "Calls and needs" })).toBeNull();
});

it("shows a caller as a person like anybody else", () => {
  const caller = person("Anna", { legs: [leg({ leg_id: "anna-leg", kind: "phone" })] });
  show({}, [CHAIR, caller]);
  expect(screen.getByText("Parent · By phone")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Hold Anna" })).toBeTruthy();
});
