import { expect, it } from "vitest";
import { commandIn, KINDS, kindOf, speakerKeys } from "./speaker-keys";

const speaker = (name: string) => ({ participant_id: name, name, role: "parent" });
const keysOf = (...names: string[]) => [...speakerKeys(names.map(speaker)).values()];

it("gives each person a letter of their name, or the first that is free", () => {
  expect(keysOf("Morwenna Castellan", "Anna Moss", "Mia Cole", "Élodie Ash", "Ada Moss")).toEqual([
    "m",
    "a",
    "c",
    "e",
    "b",
  ]);
});

it("does not change a letter when somebody is added to the list", () => {
  const before = keysOf("Ann Dee", "Ben Orr");
  expect(keysOf("Ann Dee", "Ben Orr", "Amy Bly").slice(0, 2)).toEqual(before);
});

it("leaves people without a letter when all are taken, and gives none twice", () => {
  const keys = keysOf(...Array.from({ length: 30 }, (_, n) => `Zoe ${n}`));
  expect([keys.length, new Set(keys).size]).toEqual([26, 26]);
});

it("reads two keystrokes at the start of a line and leaves the words", () => {
  expect(commandIn("/m")).toEqual({ key: "m", rest: "" });
  expect(commandIn("/M The dog.")).toEqual({ key: "m", rest: "The dog." });
  for (const text of ["m", "and/or", " /m", "/", "/?"]) expect(commandIn(text)).toBeNull();
  expect([kindOf("1"), kindOf("9"), kindOf("m")]).toEqual([KINDS[0], KINDS[8], undefined]);
});
