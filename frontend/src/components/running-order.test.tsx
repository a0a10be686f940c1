import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { KEPT, panel, speakEnglish } from "../fixtures";
import type { ChairPanel, PanelSection } from "../wire";
import { createDesk } from "./desk";
import { RunningOrder } from "./running-order";

const section = (id: string, change: Partial<PanelSection>): PanelSection => ({
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
const SECTIONS = [
  section("Welcome", { current: true }),
  section("Views", {}),
  section("Police", { restricted: true, audience: ["ruth"] }),
];
let sent: unknown[] = [];

const desk = createDesk(async (_, body) => {
  sent.push(body);
  return { ok: true, body: null };
}, KEPT);
const order = (change: Partial<ChairPanel>) => (
  <RunningOrder panel={panel({ sections: SECTIONS, ...change })} desk={desk} />
);
const show = (change: Partial<ChairPanel> = {}) => render(order(change));

beforeEach(() => {
  speakEnglish();
  sent = [];
});
afterEach(cleanup);

it("goes at once to a section where everybody may stay", () => {
  show();
  fireEvent.click(screen.getByRole("button", { name: "Go to this section Views" }));
  expect(sent).toEqual([{ section_id: "Views", seen: 40 }]);
});

it("names those who stop hearing before it goes to a restricted section", () => {
  show();
  fireEvent.click(screen.getByRole("button", { name: "Go to this section Police" }));
  const dialog = within(screen.getByRole("dialog"));
  expect(dialog.getByText("These people stop hearing and being heard: Anna.")).toBeTruthy();
  expect(sent).toEqual([]);
  fireEvent.click(dialog.getByRole("button", { name: "Go to this section" }));
  expect(sent).toEqual([{ section_id: "Police", seen: 40 }]);
});

it("offers no section while the conference is paused", () => {
  show({ phase: "paused" });
  expect(screen.queryAllByRole("button", { name: /^(Go|Close off)/ })).toEqual([]);
});

it("leaves no focus on the button that would open the part after the one just opened", () => {
  const page = show();
  screen.getByRole("button", { name: "Go on Views" }).focus();
  const gone = section("Welcome", { opened: true });
  const now = section("Views", { opened: true, current: true });
  page.rerender(order({ sections: [gone, now, ...SECTIONS.slice(2)] }));
  expect(document.activeElement?.textContent).toBe("Next: Police");
});
