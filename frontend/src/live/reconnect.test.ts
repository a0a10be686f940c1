import { expect, it } from "vitest";
import { delayBefore } from "./reconnect";

it("comes back at once, then waits longer, and never longer than three seconds and a bit", () => {
  const middle = [0, 1, 2, 3, 6, 7, 50].map((tried) => delayBefore(tried, 0.5));
  expect(middle).toEqual([0, 300, 600, 900, 1200, 2700, 2700]);
  expect(delayBefore(50, 0.999)).toBeLessThan(3200);
});

it("spreads many browsers over time", () => {
  expect(delayBefore(2, 0)).toBeLessThan(delayBefore(2, 0.9));
});

it("has tried seven times in the first five seconds", () => {
  const moments = [0, 1, 2, 3, 4, 5, 6].map((tried) => delayBefore(tried, 0.999));
  expect(moments.reduce((sum, each) => sum + each, 0)).toBeLessThan(5_600);
});
