import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { speakEnglish } from "../fixtures";
import { aLine } from "../minutes/fixtures";
import { MinuteLines } from "./minute-lines";

beforeEach(speakEnglish);
afterEach(cleanup);

const rows = () => screen.getAllByRole("listitem");
const many = Array.from({ length: 500 }, (_, n) => aLine({ line_id: `${n}`, text: `Line ${n}.` }));

it("shows the newest fifty of many lines, and more when asked", () => {
  render(<MinuteLines lines={many} />);
  expect(rows()).toHaveLength(50);
  expect(rows()[0]?.textContent).toContain("Line 499.");
  fireEvent.click(screen.getByRole("button", { name: "Show 450 earlier lines" }));
  expect(rows()).toHaveLength(500);
});

it("finds a line by its words or by who spoke", () => {
  render(<MinuteLines lines={[...many, aLine({ line_id: "x", speaker_name: "Ruth Dee" })]} />);
  const find = screen.getByRole("searchbox", { name: "Find in the lines" });
  fireEvent.input(find, { target: { value: "line 42." } });
  expect(rows().map((row) => row.textContent?.includes("Line 42."))).toEqual([true]);
  fireEvent.input(find, { target: { value: "ruth" } });
  expect(rows()).toHaveLength(1);
});

it("says in words what is restricted, struck, withheld, flagged and changed", () => {
  const withheld = [{ participant_id: "anna", ground: "child_safety" }];
  const line = aLine({ restricted: true, struck: true, withheld, flagged: true });
  render(<MinuteLines lines={[{ ...line, flag_note: "The date?", earlier: ["Before."] }]} />);
  for (const word of ["Restricted", "Struck", "Withheld from 1 person", "Before."]) {
    expect(screen.getByText(word)).toBeTruthy();
  }
  expect(screen.getByText(/The date\?/)).toBeTruthy();
  expect(rows()[0]?.className).toBe("q-line--restricted");
});
