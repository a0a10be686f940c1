import { beforeEach, describe, expect, it } from "vitest";
import type { Choice } from "../live/devices";
import { BOTH, Journey, NEITHER, ROOM_STEPS, SOUND_ONLY, type Store } from "./journey";

let opened: Choice[] = [];
let tab: Store;
let browser: Store;

function store(): Store & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, to) => kept.set(key, to) };
}

const STREAM = { getTracks: () => [] } as unknown as MediaStream;

function journey(change: ConstructorParameters<typeof Journey>[0] = {}): Journey {
  const open = async (choice: Choice) => {
    opened.push(choice);
    return STREAM;
  };
  return new Journey({ link: "link", tab, browser, open, ...change });
}

const blocked = () => Promise.reject(new DOMException("", "NotAllowedError"));

beforeEach(() => {
  [opened, tab, browser] = [[], store(), store()];
});

describe("the way in", () => {
  it("goes forward and back by one step", () => {
    const way = journey();
    way.next();
    expect(way.step.value).toBe("devices");
    way.back();
    way.back();
    expect(way.step.value).toBe("start");
  });

  it("comes back to its step with the same devices when the page is loaded again", async () => {
    const way = journey();
    await way.open(SOUND_ONLY);
    way.go("rules");
    const again = journey();
    expect(again.step.value).toBe("rules");
    await expect.poll(() => again.stream.value).toBe(STREAM);
    expect(opened).toEqual([SOUND_ONLY, SOUND_ONLY]);
  });

  it("begins at the start for another link in the same tab", () => {
    journey().go("rules");
    expect(journey({ link: "another" }).step.value).toBe("start");
  });

  it("goes back to the devices where they do not open again", async () => {
    const way = journey();
    await way.open(BOTH);
    way.go("questions");
    const again = journey({ open: blocked });
    await expect.poll(() => again.step.value).toBe("devices");
    expect(again.trouble.value).toBe("blocked");
  });

  it("does not ask for devices before somebody has chosen them", async () => {
    const way = journey();
    await way.open(BOTH);
    way.go("devices");
    journey();
    expect(opened).toEqual([BOTH]);
  });

  it("keeps nothing of what somebody said", () => {
    const way = journey();
    way.willNotRecord = false;
    way.go("questions");
    way.finish();
    expect(journey().willNotRecord).toBeNull();
    expect(tab.getItem("way link")).not.toContain("ecord");
  });

  it("is known after it was gone once, and then skips the checks with the same devices", async () => {
    expect(journey().isKnown).toBe(false);
    const way = journey();
    await way.open(SOUND_ONLY);
    way.finish();
    const next = journey({ link: "another" });
    expect(next.isKnown).toBe(true);
    await next.skip();
    expect([next.step.value, next.choice.value]).toEqual(["rules", SOUND_ONLY]);
  });

  it("skips nothing where the devices do not open", async () => {
    const way = journey();
    await way.open(BOTH);
    way.finish();
    const next = journey({ link: "another", open: blocked });
    await next.skip();
    expect(next.step.value).toBe("devices");
  });

  it("asks a room's device nothing but its devices", () => {
    const way = journey({ steps: ROOM_STEPS });
    expect(way.step.value).toBe("devices");
    way.next();
    expect(way.isLast).toBe(true);
  });

  it("takes what cannot be read for nothing", () => {
    for (const kept of ["{", "7", '{"step":"nowhere","choice":{}}', '{"step":"rules"}']) {
      tab.setItem("way link", kept);
      expect(journey().step.value).toBe("start");
    }
  });

  it("opens nothing for whoever wants neither", async () => {
    const way = journey();
    await way.open(NEITHER);
    expect([opened, way.stream.value, way.trouble.value]).toEqual([[], null, null]);
  });
});
