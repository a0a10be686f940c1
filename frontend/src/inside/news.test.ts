import { beforeEach, expect, it } from "vitest";
import { speakEnglish } from "../fixtures";
import type { Person } from "../wire";
import { News } from "./news";

function person(name: string): Person {
  const id = name.toLowerCase();
  const plain = { role: "parent", place: null, muted: false, by_phone: false };
  return { participant_id: id, leg_id: `${id}-leg`, name, ...plain };
}
const [ME, ANNA, BEN, CARL] = [person("Me"), person("Anna"), person("Ben"), person("Carl")];
const OWN = ME.leg_id;

let due: (() => void)[] = [];
const made = () =>
  new News((call) => {
    due.push(call);
    return () => undefined;
  });
function timePasses(): void {
  const calls = due;
  due = [];
  for (const call of calls) call();
}

beforeEach(() => {
  speakEnglish();
  due = [];
});

it("tells the comings and goings of two seconds in one sentence each", () => {
  const news = made();
  news.see("inside", [ME, CARL], OWN);
  news.see("inside", [ME, CARL, ANNA], OWN);
  news.see("inside", [ME, ANNA, BEN], OWN);
  expect([news.spoken.value, due.length]).toEqual(["", 1]);
  timePasses();
  expect(news.spoken.value).toBe("Now here: Anna, Ben. No longer here: Carl.");
});

it("says nothing of whoever was gone for a moment, nor of oneself", () => {
  const news = made();
  news.see("inside", [ANNA], OWN);
  news.see("inside", [ME], OWN);
  news.see("inside", [ME, ANNA], OWN);
  timePasses();
  expect(news.spoken.value).toBe("");
});

it("does not read out everybody to whoever comes in, nor what is left behind on going out", () => {
  const news = made();
  news.see(null, [], OWN);
  news.see("inside", [ME, ANNA, BEN], OWN);
  news.see("inside", [ME, ANNA], OWN);
  news.see(null, [], OWN);
  timePasses();
  expect(news.spoken.value).toBe("");
});

it("leaves no name of whoever went on the page, once it was told", () => {
  const news = made();
  news.see("inside", [ME, CARL], OWN);
  news.see("inside", [ME], OWN);
  timePasses();
  expect(news.spoken.value).toBe("No longer here: Carl.");
  timePasses();
  expect(news.spoken.value).toBe("");
});

it("does not take back what was said since", () => {
  const news = made();
  news.see("inside", [ME, CARL], OWN);
  news.see("inside", [ME], OWN);
  timePasses();
  news.say("You are in the conference.");
  timePasses();
  expect(news.spoken.value).toBe("You are in the conference.");
});
