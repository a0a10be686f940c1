import { expect, it } from "vitest";
import { Judge, type Quality, type Sample } from "./quality";
import { Steady, WARNING_MS } from "./steady";

/** Every sample brings 100 packets more, of which this many are lost. */
function after(...losses: number[]): Quality {
  const judge = new Judge();
  let last: Quality = "good";
  const sum = { received: 0, lost: 0, roundTripMs: 40 };
  for (const lost of losses) {
    sum.received += 100 - lost;
    sum.lost += lost;
    last = judge.look({ ...sum });
  }
  return last;
}

it("calls a line good, poor or bad by what was lost over several looks", () => {
  expect(after(0, 0, 0, 0)).toBe("good");
  expect(after(0, 8, 8, 8)).toBe("poor");
  expect(after(0, 20, 20, 20)).toBe("bad");
});

it("does not judge by one bad moment, and forgives only a clear mending", () => {
  expect(after(0, 0, 0, 0, 13)).toBe("good");
  expect(after(0, 8, 8, 8, 4, 4, 4)).toBe("poor");
  expect(after(0, 8, 8, 8, 0, 0, 0, 0)).toBe("good");
});

it("takes a long way for a poor line, and silence for nothing", () => {
  const slow = { received: 0, lost: 0, roundTripMs: 900 };
  const judge = new Judge();
  const seen = [1, 2, 3, 4].map(() => judge.look(slow));
  expect(seen).toEqual(["good", "good", "good", "poor"]);
  expect(after(0, 0, 0, 0)).toBe("good");
});

const LOSSES = { good: 0, poor: 8, bad: 30 };

function world() {
  const done: string[] = [];
  const waiting: { call: () => void; delayMs: number; off: boolean }[] = [];
  const line = { loss: 0, camera: true };
  const sum: Sample = { received: 0, lost: 0, roundTripMs: null };
  const steady = new Steady({
    sample: async () => {
      sum.lost += line.loss;
      sum.received += 100 - line.loss;
      return { ...sum };
    },
    lower: async (low) => void done.push(low ? "small picture" : "both pictures"),
    cameraIsOn: () => line.camera,
    cameraOff: async () => {
      line.camera = false;
      done.push("camera off");
    },
    later: (call, delayMs) => {
      const wait = { call, delayMs, off: false };
      waiting.push(wait);
      return () => {
        wait.off = true;
      };
    },
  });
  /** Whatever is due next, of this length. */
  async function passes(delayMs: number, times = 1): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      const due = waiting.find((wait) => !wait.off && wait.delayMs === delayMs);
      if (due === undefined) return;
      due.off = true;
      due.call();
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    }
  }
  async function is(state: keyof typeof LOSSES): Promise<void> {
    line.loss = LOSSES[state];
    await passes(2_000, 8);
  }
  return { done, line, steady, passes, is };
}

it("sends the small picture alone while the line is poor", async () => {
  const { done, steady, is } = world();
  steady.start();
  await is("poor");
  await is("good");
  expect(done).toEqual(["small picture", "both pictures"]);
  expect(steady.fall.value).toBe("none");
});

it("says that the camera will be turned off, and turns it off only then", async () => {
  const { done, line, steady, passes, is } = world();
  steady.start();
  await is("bad");
  expect([steady.fall.value, line.camera]).toEqual(["warned", true]);
  await passes(WARNING_MS);
  expect([steady.fall.value, line.camera]).toEqual(["fallen", false]);
  expect(done).toContain("camera off");
  steady.cameraIsBack();
  expect(steady.fall.value).toBe("none");
});

it("leaves the camera on where they want it, or where the line mends in time", async () => {
  const kept = world();
  kept.steady.start();
  await kept.is("bad");
  kept.steady.keepCamera();
  await kept.passes(WARNING_MS);
  await kept.is("bad");
  expect([kept.steady.fall.value, kept.line.camera]).toEqual(["kept", true]);

  const mended = world();
  mended.steady.start();
  await mended.is("bad");
  await mended.is("good");
  await mended.passes(WARNING_MS);
  expect([mended.steady.fall.value, mended.line.camera]).toEqual(["none", true]);
});
