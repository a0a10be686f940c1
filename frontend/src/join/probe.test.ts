import { describe, expect, it } from "vitest";
import { type Line, lineTo, measure, verdictOf } from "./probe";

/** A line that takes `answerMs` for any question and carries so many bits a second. */
function line(answerMs: number, down: number, up = down): Line & { bytes: number } {
  let at = 0;
  const carry = (bits: number) => async (bytes: number) => {
    made.bytes += bytes;
    at += answerMs + (bytes * 8 * 1000) / bits;
  };
  const made = { bytes: 0, fetch: carry(down), send: carry(up), now: () => at };
  return made;
}

const judged = async (...made: Parameters<typeof line>) => verdictOf(await measure(line(...made)));

describe("the verdict", () => {
  it("is good where pictures get through both ways", async () => {
    expect(await judged(30, 20_000_000)).toBe("good");
    expect(await judged(200, 3_000_000, 1_000_000)).toBe("good");
  });

  it("is sound alone where one way is too narrow, or answers take long", async () => {
    expect(await judged(30, 20_000_000, 300_000)).toBe("sound");
    expect(await judged(30, 400_000, 20_000_000)).toBe("sound");
    expect(await judged(500, 20_000_000)).toBe("sound");
  });

  it("is the telephone where even sound is not safe", async () => {
    expect(await judged(30, 60_000)).toBe("phone");
    expect(await judged(30, 20_000_000, 50_000)).toBe("phone");
    expect(await judged(1_500, 20_000_000)).toBe("phone");
    expect(verdictOf(null)).toBe("phone");
  });

  it("looks at how steady the answers are, and forgives one that is late", () => {
    const usual = [30, 31, 30, 32, 31];
    expect(verdictOf({ answers: [...usual, 2_000], down: 9e6, up: 9e6 })).toBe("good");
    expect(verdictOf({ answers: [30, 31, 30, 700, 700, 700], down: 9e6, up: 9e6 })).not.toBe(
      "good",
    );
  });

  it("costs no more than a small picture", async () => {
    const made = line(30, 1e7);
    await measure(made);
    expect(made.bytes).toBeLessThan(300 * 1024);
  });
});

it("asks our own server alone, under the link", async () => {
  const asked: string[] = [];
  const fetcher = async (path: RequestInfo | URL, options?: RequestInit) => {
    asked.push(`${options?.method ?? "GET"} ${path}`);
    return new Response("x");
  };
  await measure(lineTo("LINK", fetcher));
  expect(new Set(asked)).toEqual(
    new Set(["GET /j/LINK/probe/1", "GET /j/LINK/probe/64512", "POST /j/LINK/probe"]),
  );
});

it("breaks where the server says no", async () => {
  const refused = async () => new Response("", { status: 401 });
  await expect(measure(lineTo("LINK", refused))).rejects.toThrow("401");
});
