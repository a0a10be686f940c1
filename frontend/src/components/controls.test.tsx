import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { speakEnglish } from "../fixtures";
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
};

beforeEach(() => {
  speakEnglish();
  asked.length = 0;
});
afterEach(cleanup);

it("says on each control what pressing it does", () => {
  render(<Controls {...OWN} />);
  fireEvent.click(screen.getByRole("button", { name: "Mute microphone" }));
  expect(asked).toEqual(["microphone false"]);
  expect(screen.getByRole("button", { name: "Turn camera on" })).toBeTruthy();
});

it("says why the camera did not start", async () => {
  render(<Controls {...OWN} />);
  fireEvent.click(screen.getByRole("button", { name: "Turn camera on" }));
  expect(await screen.findByText(/Another app is using/)).toBeTruthy();
});

it("asks once before leaving", () => {
  render(<Controls {...OWN} />);
  fireEvent.click(screen.getByRole("button", { name: "Leave" }));
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Leave" }));
  fireEvent.click(screen.getByRole("button", { name: "Leave now" }));
  expect(asked).toEqual(["leave"]);
});

it("gives a device beside the room's own neither microphone nor camera", () => {
  render(<Controls {...OWN} hasDevices={false} />);
  expect(screen.getAllByRole("button").map((each) => each.textContent)).toEqual(["Leave"]);
});
