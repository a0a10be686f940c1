import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { speakEnglish } from "../fixtures";
import { createOutbox, type Draft } from "../live/outbox";
import type { Person } from "../wire";
import { MinuteEntry, UnsentLines } from "./minute-entry";

const ANNA: Person = {
  participant_id: "anna",
  leg_id: "l",
  name: "Anna",
  role: "parent",
  place: null,
  muted: false,
  by_phone: false,
};
let sent: Draft[] = [];

function show(section: string | null = "Opening"): void {
  const outbox = createOutbox(async (_, body) => {
    sent.push(body as Draft);
    return { ok: true, body: null };
  });
  render(<MinuteEntry section={section} people={[ANNA]} outbox={outbox} />);
}

const words = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "What was said" });
const type = (text: string) => fireEvent.input(words(), { target: { value: text } });

beforeEach(() => {
  speakEnglish();
  sent = [];
});
afterEach(cleanup);

it("writes a line with Enter, and is ready for the next by the same speaker", () => {
  show();
  const speaker = screen.getByRole("combobox", { name: "Who is speaking" });
  fireEvent.change(speaker, { target: { value: "anna" } });
  type("The dog is safe.");
  fireEvent.keyDown(words(), { key: "Enter" });
  expect(sent[0]).toMatchObject({ speaker: "anna", kind: "fact", text: "The dog is safe." });
  expect(words().value).toBe("");
  type("So is the cat.");
  fireEvent.keyDown(words(), { key: "Enter", ctrlKey: true });
  expect((speaker as HTMLSelectElement).value).toBe("anna");
});

it("keeps the words while nobody is chosen as speaker, and while a row is begun", () => {
  show();
  type("The dog is safe.");
  fireEvent.keyDown(words(), { key: "Enter", shiftKey: true });
  fireEvent.keyDown(words(), { key: "Enter" });
  expect(sent).toEqual([]);
  expect(words().value).toBe("The dog is safe.");
  expect(screen.getByText("Choose who is speaking")).toBeTruthy();
});

it("writes nothing while no section is open", () => {
  show(null);
  type("Too early.");
  fireEvent.keyDown(words(), { key: "Enter" });
  expect(sent).toEqual([]);
  expect(words().value).toBe("Too early.");
});

it("shows a line that was refused, why, and the way to send it again", async () => {
  let refuse = true;
  const outbox = createOutbox(async () =>
    refuse
      ? { ok: false, problem: { code: "wrong-phase", status: 409, title: "Not now." } }
      : { ok: true, body: null },
  );
  const Page = () => <UnsentLines outbox={outbox} />;
  render(<Page />);
  outbox.write({ line_id: "1", speaker: "anna", kind: "fact", text: "The dog is safe." }, 0);
  expect(await screen.findByText("Not now.")).toBeTruthy();
  refuse = false;
  fireEvent.click(screen.getByRole("button", { name: /Send again/ }));
  await Promise.resolve();
  expect(outbox.unsent.value.every((line) => line.problem === null)).toBe(true);
});
