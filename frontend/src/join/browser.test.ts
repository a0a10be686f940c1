import { describe, expect, it } from "vitest";
import { canCall, familyOf, isInsideAnApp } from "./browser";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15";
const ANDROID = "Mozilla/5.0 (Linux; Android 7.0; SM-G930F) AppleWebKit/537.36";
const AGENTS = {
  safariOnAnIphone: `${IPHONE} (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1`,
  oldChrome: `${ANDROID} (KHTML, like Gecko) Chrome/87.0.4280.141 Mobile Safari/537.36`,
  edge: "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  safari: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17.0 Safari/605.1.15",
};

describe("an app's own window", () => {
  it("is told from a browser", () => {
    for (const agent of Object.values(AGENTS)) expect(isInsideAnApp(agent)).toBe(false);
  });

  it.each([
    `${IPHONE} (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/450.0]`,
    `${IPHONE} (KHTML, like Gecko) Mobile/15E148`,
    `${IPHONE} Mobile/15E148 Instagram 320.0`,
    `${ANDROID} (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 Line/13.0`,
    "Mozilla/5.0 (Linux; Android 13; Pixel 6; wv) AppleWebKit/537.36 Version/4.0 Chrome/120.0",
  ])("is known: %s", (agent) => {
    expect(isInsideAnApp(agent)).toBe(true);
  });
});

it("tells the browsers apart that unblock a camera in different ways", () => {
  const families = Object.values(AGENTS).map(familyOf);
  expect(families).toEqual(["iphone", "android", "chrome", "firefox", "safari"]);
});

it("knows what a call needs", () => {
  const whole = { RTCPeerConnection: class {}, WebSocket: class {} };
  const devices = { mediaDevices: { getUserMedia: () => undefined } };
  const world = (parts: object) => parts as unknown as typeof window;
  expect(canCall(world({ ...whole, navigator: devices }))).toBe(true);
  expect(canCall(world({ ...whole, navigator: {} }))).toBe(false);
  expect(canCall(world({ WebSocket: class {}, navigator: devices }))).toBe(false);
});
