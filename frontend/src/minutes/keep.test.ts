import { expect, it } from "vitest";
import { createMemoryKeep, type Keep } from "./keep";

// tests/journeys/test_minutes.py says the same of the one on disk, in a real browser.
const kinds: [string, () => Promise<Keep>][] = [["memory", async () => createMemoryKeep()]];

for (const [kind, make] of kinds) {
  it(`${kind}: gives back what was put last, and not what was taken out`, async () => {
    const keep = await make();
    await keep.change(new Map([["a", { text: "one" }]]));
    await keep.change(
      new Map<string, unknown>([
        ["a", { text: "two" }],
        ["b", 3],
      ]),
    );
    await keep.change(new Map([["c", []]]), ["b"]);
    expect(await keep.read()).toEqual(
      new Map<string, unknown>([
        ["a", { text: "two" }],
        ["c", []],
      ]),
    );
  });

  it(`${kind}: keeps nothing after it was cleared, not even what was on its way`, async () => {
    const keep = await make();
    const onItsWay = keep.change(new Map([["a", 1]]));
    await keep.clear();
    await onItsWay;
    await keep.change(new Map([["b", 2]]));
    expect((await keep.read()).size).toBe(0);
  });
}
