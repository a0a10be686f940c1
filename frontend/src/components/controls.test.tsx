import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createApi } from "../api";
import { speakEnglish } from "../fixtures";
import { createAsks } from "../inside/asks";
import { recall, switchKeys } from "../inside/kept";
import { Call } from "../live/call";
import { Controls } from "./controls";

const asked: string[] = [];
const OWN = {
  hasDevices: true,
  microphoneOn: true,
  cameraOn: false,
  onMicrophone: async (on: boolean) => void asked.push(`microphone ${on}`),
  onCamera: async () => {
    throw new DOMException("", "NotReadableError");
  },
  onLeave: () => void asked.push("leave"),
  asks: null,
  mayAsk: true,
  phone: "01632 960 961",
  say: (words: string) => void asked.push(words),
  people: <p>Anna</p>,
};
const button = (name: string) => screen.getByRole("button", { name });
const type = (key: string, where: Element = document.body) => fireEvent.keyDown(where, { key });

beforeEach(() => {
  speakEnglish();
  localStorage.clear();
  recall();
  asked.length = 0;
});
afterEach(cleanup);

it("says on each control what pressing it does, and what is on", async () => {
  render(<Controls {...OWN} />);
  expect(button("Mute microphone").getAttribute("aria-pressed")).toBe("true");
  expect(button("Turn camera on").getAttribute("aria-pressed")).toBe("false");
  fireEvent.click(button("Mute microphone"));
  await expect.poll(() => asked).toEqual(["microphone false", "Your microphone is muted"]);
});

it("says why the camera did not start", async () => {
  render(<Controls {...OWN} />);
  fireEvent.click(button("Turn camera on"));
  expect(await screen.findByText(/Another app is using/)).toBeTruthy();
});

it("asks once before leaving, and leaves last of all", () => {
  render(<Controls {...OWN} />);
  expect(screen.getAllByRole("button").pop()?.textContent).toBe("Leave");
  fireEvent.click(button("Leave"));
  fireEvent.click(button("Cancel"));
  expect(asked).toEqual([]);
  fireEvent.click(button("Leave"));
  fireEvent.click(button("Leave now"));
  expect(asked).toEqual(["leave"]);
});

it("gives a device beside the room's own neither microphone nor camera", () => {
  render(<Controls {...OWN} hasDevices={false} />);
  const names = screen.getAllByRole("button").map((each) => each.textContent);
  expect(names).toEqual(["Larger text", "People", "Help", "Leave"]);
});

it("lets whoever may not speak say that they cannot hear, and nothing else", () => {
  const call = new Call(
    {
      ticket: async () => "unreachable" as const,
      later: () => () => undefined,
      chance: () => 0,
      socket: () => {
        throw new Error("not in this test");
      },
    },
    false,
  );
  const asks = createAsks(call, createApi("link"));
  const raised = vi.spyOn(asks.hand, "ask");
  const names = () => screen.getAllByRole("button").map((each) => each.textContent);
  const { rerender } = render(<Controls {...OWN} asks={asks} mayAsk={false} />);
  expect(names()).toContain("I cannot hear");
  expect(names()).not.toContain("Ask to speak");
  expect(names()).not.toContain("Ask for a break");
  type("r");
  expect(raised).not.toHaveBeenCalled();
  rerender(<Controls {...OWN} asks={asks} />);
  expect(names()).toContain("Ask to speak");
});

it("opens the list of people and the help, one at a time, by button and by key", () => {
  render(<Controls {...OWN} />);
  fireEvent.click(button("People"));
  expect(button("People").getAttribute("aria-expanded")).toBe("true");
  expect(screen.getByRole("region", { name: "People" }).textContent).toContain("Anna");
  type("?");
  expect(screen.queryByRole("region", { name: "People" })).toBeNull();
  expect(screen.getByRole("region", { name: "Help" }).textContent).toContain("01632 960 961");
  type("Escape");
  expect(screen.queryByRole("region", { name: "Help" })).toBeNull();
});

it("has a key for the microphone, which does nothing in fields, with others held, or switched off", () => {
  render(<Controls {...OWN} />);
  const field = document.body.appendChild(document.createElement("textarea"));
  type("m", field);
  fireEvent.keyDown(document.body, { key: "m", ctrlKey: true });
  fireEvent.keyDown(document.body, { key: "m", repeat: true });
  switchKeys(false);
  type("m");
  expect(asked).toEqual([]);
  switchKeys(true);
  type("M");
  expect(asked).toEqual(["microphone false"]);
  field.remove();
});

it("does nothing by key while a question waits for its answer", () => {
  render(<Controls {...OWN} />);
  fireEvent.click(button("Leave"));
  type("m");
  expect(asked).toEqual([]);
});

it("switches single keys off for good, and goes to the controls by a key of its own still", () => {
  render(<Controls {...OWN} />);
  type("?");
  fireEvent.click(screen.getByRole("checkbox", { name: "Use single keys" }));
  recall();
  type("p");
  expect(screen.queryByRole("region", { name: "People" })).toBeNull();
  type("F2");
  expect(document.activeElement).toBe(button("Mute microphone"));
});

it("has three sizes of text, kept on the device", () => {
  render(<Controls {...OWN} />);
  fireEvent.click(button("Larger text"));
  fireEvent.click(button("Largest text"));
  document.documentElement.removeAttribute("data-text");
  recall();
  expect(document.documentElement.getAttribute("data-text")).toBe("largest");
  fireEvent.click(button("Usual text"));
  expect(document.documentElement.getAttribute("data-text")).toBe("usual");
});
