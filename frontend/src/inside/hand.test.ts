import { expect, it } from "vitest";
import { Hand, WINDOW_MS } from "./hand";

function at(isUp = false, refused = false) {
  const sent: string[] = [];
  let waits: { call: () => void; at: number; off: boolean }[] = [];
  let now = 0;
  const answer = async () =>
    refused
      ? { ok: false as const, problem: { code: "wrong-phase", status: 409, title: "Not now." } }
      : { ok: true as const, body: null };
  const told = (words: string) => {
    sent.push(`${words} at ${now}`);
    return answer();
  };
  const hand = new Hand({
    isUp: () => isUp,
    raise: (presses) => told(`raise ${presses}`),
    lower: () => told("lower"),
    failed: (words) => void sent.push(words),
    later: (call, delayMs) => {
      const wait = { call, at: now + delayMs, off: false };
      waits.push(wait);
      return () => {
        wait.off = true;
      };
    },
  });
  async function until(moment: number): Promise<void> {
    now = moment;
    const due = waits.filter((wait) => wait.at <= now);
    waits = waits.filter((wait) => wait.at > now);
    for (const wait of due) if (!wait.off) wait.call();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }
  return { hand, sent, until };
}

it("asks once, two seconds after the press, whatever follows", async () => {
  const once = at();
  once.hand.press();
  expect([once.hand.pending.value, once.sent]).toEqual([true, []]);
  await once.until(WINDOW_MS);
  expect([once.hand.pending.value, once.sent]).toEqual([false, ["raise 1 at 2000"]]);

  const twice = at();
  twice.hand.press();
  await twice.until(700);
  twice.hand.press();
  twice.hand.press();
  await twice.until(WINDOW_MS);
  expect([twice.hand.pending.value, twice.sent]).toEqual([false, ["raise 2 at 2000"]]);
});

it("takes two presses of the key for the same", async () => {
  const { hand, sent, until } = at();
  hand.ask();
  hand.ask();
  await until(WINDOW_MS);
  expect(sent).toEqual(["raise 2 at 2000"]);
});

it("takes a long press for one that means more, and its end for none", async () => {
  const { hand, sent, until } = at();
  hand.down();
  await until(WINDOW_MS);
  expect([hand.pending.value, sent]).toEqual([true, []]);
  hand.up();
  hand.press();
  await until(2 * WINDOW_MS);
  expect(sent).toEqual(["raise 2 at 4000"]);
});

it("takes a finger that slides away for nothing", async () => {
  const { hand, sent, until } = at();
  hand.down();
  hand.up();
  await until(WINDOW_MS);
  expect([hand.pending.value, sent]).toEqual([false, []]);
});

it("takes back by one press, and signals by two while the hand is up", async () => {
  const back = at(true);
  back.hand.press();
  await back.until(WINDOW_MS);
  expect(back.sent).toEqual(["lower at 2000"]);

  const signals = at(true);
  signals.hand.press();
  signals.hand.press();
  await signals.until(WINDOW_MS);
  expect(signals.sent).toEqual(["raise 2 at 2000"]);
});

it("says in words that it was refused", async () => {
  const { hand, sent, until } = at(false, true);
  hand.press();
  await until(WINDOW_MS);
  expect(sent).toEqual(["raise 1 at 2000", "Not now."]);
});
