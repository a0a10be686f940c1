import { beforeEach, expect, it } from "vitest";
import type { ToBrowser } from "../wire";
import { type LinkState, Signalling, type Socket, type Ticket } from "./signalling";

/** Stands at the other end: what was said to it, and what it says. */
class OtherEnd implements Socket {
  readyState = 1 as const;
  said: { type: string; leg_id?: string | null; companion?: boolean }[] = [];
  closed = false;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  send(text: string): void {
    this.said.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  says(message: ToBrowser): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let ends: OtherEnd[] = [];
let states: LinkState[] = [];
let messages: ToBrowser[] = [];
let waits: { call: () => void; delayMs: number; off: boolean }[] = [];
let ticket: Ticket = { ticket: "t" };

const signalling = () =>
  new Signalling(
    {
      ticket: async () => ticket,
      socket: () => {
        const end = new OtherEnd();
        ends.push(end);
        return end;
      },
      later: (call, delayMs) => {
        const wait = { call, delayMs, off: false };
        waits.push(wait);
        return () => {
          wait.off = true;
        };
      },
      chance: () => 0.5,
    },
    { message: (message) => messages.push(message), state: (state) => states.push(state) },
  );

const settled = async () => {
  for (let n = 0; n < 5; n += 1) await Promise.resolve();
};
const newest = () => ends[ends.length - 1] as OtherEnd;
const due = () => waits.filter((wait) => !wait.off);
const WELCOME: ToBrowser = { type: "welcome", leg_id: "leg-1", resumed: false };

async function joined(): Promise<Signalling> {
  const made = signalling();
  made.start();
  await settled();
  newest().onopen?.();
  newest().says(WELCOME);
  return made;
}

beforeEach(() => {
  [ends, states, messages, waits, ticket] = [[], [], [], [], { ticket: "t" }];
});

it("says hello with its ticket first, and is joined once it is welcome", async () => {
  await joined();
  expect(newest().said).toEqual([{ type: "hello", ticket: "t", leg_id: null, companion: false }]);
  expect(states).toEqual(["joined"]);
});

it("comes back at once when the socket is lost, for the same leg", async () => {
  await joined();
  newest().onclose?.();
  expect(states).toEqual(["joined", "lost"]);
  expect(due().map((wait) => wait.delayMs)).toEqual([0]);
  due()[0]?.call();
  await settled();
  newest().onopen?.();
  expect(newest().said[0]).toMatchObject({ type: "hello", leg_id: "leg-1" });
});

it("waits longer after each try that fails", async () => {
  ticket = "unreachable";
  signalling().start();
  const delays: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    await settled();
    const wait = due()[0];
    delays.push(wait?.delayMs ?? -1);
    if (wait) wait.off = true;
    wait?.call();
  }
  expect(delays).toEqual([0, 300, 600, 900]);
});

it("gives up on a welcome that does not come", async () => {
  signalling().start();
  await settled();
  const silent = newest();
  due()[0]?.call();
  expect(silent.closed).toBe(true);
  expect(states).toEqual(["lost"]);
});

it("stops for good when the ticket is refused", async () => {
  ticket = "refused";
  signalling().start();
  await settled();
  expect(states).toEqual(["refused"]);
  expect(due()).toEqual([]);
});

it("stops when it is refused before it is welcome, and not afterwards", async () => {
  signalling().start();
  await settled();
  newest().says({ type: "refused", code: "too-many-legs" });
  expect(states).toEqual(["refused"]);
  await joined();
  newest().says({ type: "refused", code: "answers-needed" });
  expect(states[states.length - 1]).toBe("joined");
});

it("hears nothing more from a socket that it has let go", async () => {
  const made = await joined();
  const old = newest();
  made.leave();
  expect(old.said[old.said.length - 1]).toEqual({ type: "leave" });
  expect([old.onmessage, old.closed, states[states.length - 1]]).toEqual([null, true, "left"]);
});

it("comes back as a new leg when the media connection is gone", async () => {
  const made = await joined();
  made.startAnew();
  due()[0]?.call();
  await settled();
  newest().onopen?.();
  expect(newest().said[0]).toMatchObject({ leg_id: null, companion: false });
});

it("becomes a companion by leaving and coming back without sound", async () => {
  const made = await joined();
  const old = newest();
  made.becomeCompanion();
  due()[0]?.call();
  await settled();
  newest().onopen?.();
  expect(old.said[1]).toEqual({ type: "leave" });
  expect(newest().said[0]).toMatchObject({ leg_id: null, companion: true });
});
