import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createApi } from "../api";
import { joiningAt, speakEnglish } from "../fixtures";
import type { Choice } from "../live/devices";
import { Devices } from "./devices";
import { Journey } from "./journey";

let asked: string[] = [];

function api() {
  return createApi("link", async (path, options) => {
    asked.push(`${options?.method} ${path}`);
    return Response.json({ pin: "0123456789" });
  });
}

const NOWHERE = { getItem: () => null, setItem: () => undefined };

function failing(name: string): Journey {
  const open = () => Promise.reject(new DOMException("", name));
  return new Journey({ tab: NOWHERE, browser: NOWHERE, open });
}

function machine(...kinds: MediaDeviceKind[]): void {
  const enumerateDevices = async () => kinds.map((kind) => ({ kind, deviceId: "", label: "" }));
  vi.stubGlobal("navigator", { userAgent: "Firefox/140.0", mediaDevices: { enumerateDevices } });
}

beforeEach(() => {
  speakEnglish();
  asked = [];
  machine("videoinput", "audioinput");
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function turnedOn(journey: Journey): Promise<string> {
  render(<Devices journey={journey} api={api()} phone="01632 960500" />);
  fireEvent.click(screen.getByRole("button", { name: "Turn on camera and microphone" }));
  return (await screen.findByRole("alert")).textContent ?? "";
}

it("says what the browser will ask before it asks", () => {
  render(<Devices journey={joiningAt("devices").journey} api={api()} phone={null} />);
  expect(screen.getByText(/Next, your browser asks whether/)).toBeTruthy();
});

it("offers every way of taking part as a button that looks like the others", () => {
  render(<Devices journey={joiningAt("devices").journey} api={api()} phone={null} />);
  const looks = screen.getAllByRole("button").map((button) => button.className);
  expect(looks).toHaveLength(4);
  expect(new Set(looks).size).toBe(1);
});

it("says how to unblock in this very browser", async () => {
  expect(await turnedOn(failing("NotAllowedError"))).toContain("Press the crossed-out sign");
});

it("tells a device in use from one that is missing, and says which", async () => {
  expect(await turnedOn(failing("NotReadableError"))).toContain("Another app is using");
  cleanup();
  machine("audioinput");
  expect(await turnedOn(failing("NotFoundError"))).toContain("No camera was found");
  cleanup();
  machine("videoinput");
  expect(await turnedOn(failing("NotFoundError"))).toContain("No microphone was found");
  cleanup();
  machine();
  expect(await turnedOn(failing("NotFoundError"))).toContain("No camera or microphone was found");
});

it("shows the number at the failure, and a PIN only when it is asked for", async () => {
  await turnedOn(failing("NotAllowedError"));
  const number = screen.getByRole("link", { name: "01632 960500" });
  expect(number.getAttribute("href")).toBe("tel:01632960500");
  expect(asked).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Show me a new PIN" }));
  expect(await screen.findByText("012 345 6789")).toBeTruthy();
  expect(asked).toEqual(["POST /j/link/pin"]);
});

it("goes on to the preview when the devices are open", async () => {
  const opened: Choice[] = [];
  const open = async (choice: Choice) => {
    opened.push(choice);
    return { getTracks: () => [] } as unknown as MediaStream;
  };
  const journey = new Journey({ tab: NOWHERE, browser: NOWHERE, open });
  render(<Devices journey={journey} api={api()} phone={null} />);
  fireEvent.click(screen.getByRole("button", { name: "Turn on microphone only" }));
  await expect.poll(() => journey.step.value).toBe("preview");
  expect(opened).toEqual([{ camera: null, microphone: "" }]);
});
