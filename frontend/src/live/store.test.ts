import { describe, expect, it } from "vitest";
import { aLine, NO_LINES } from "../minutes/fixtures";
import type { Inside, Line, Person, View } from "../wire";
import { LiveStore } from "./store";

const ANNA: Person = {
  participant_id: "anna",
  leg_id: "kitchen",
  name: "Anna",
  role: "parent",
  place: null,
  muted: false,
  by_phone: false,
};

function inside(people: Person[]): Inside {
  const rest = {
    section: "Opening",
    section_kind: "opening",
    ...NO_LINES,
    may_write: false,
    minutes: null,
  };
  const asks = { asked: false, asked_for_break: false, trouble_hearing: false };
  const own = { ...asks, muted: false, reminders: 0, section_number: null };
  return { screen: "inside", paused: false, people, answers_needed: false, ...rest, ...own };
}

function view(number: number, screen: View["screen"]): View {
  const beside = { panel: null, room: null, responder: null, company: [], deputy: null, own: null };
  return { type: "view", number, screen, ...beside };
}

const WAITING: View["screen"] = {
  screen: "waiting",
  notice: null,
  answers_needed: false,
  asked: false,
  asked_for_break: false,
  may_be_rung: false,
  trouble_hearing: false,
  told: null,
};

function joined(): LiveStore {
  const store = new LiveStore();
  store.receive({ type: "welcome", leg_id: "own", resumed: false });
  return store;
}

describe("the store", () => {
  it("drops a view that is older than the one it shows", () => {
    const store = joined();
    store.receive(view(8, WAITING));
    store.receive(view(7, inside([ANNA])));
    expect(store.people.value).toEqual([]);
    expect(store.waiting.value).not.toBeNull();
  });

  it("keeps the lines that are not sent again, and no other", () => {
    const store = joined();
    const written = (...ids: string[]): Line[] => ids.map((line_id) => aLine({ line_id }));
    const ids = () => store.inside.value?.lines.map((line) => line.line_id);
    store.receive(view(1, { ...inside([ANNA]), lines: written("a", "b", "c") }));
    store.receive(view(2, { ...inside([ANNA]), lines: written("d"), lines_kept: 2 }));
    expect(ids()).toEqual(["a", "b", "d"]);
    store.receive(view(3, inside([ANNA])));
    expect(ids()).toEqual([]);
  });

  it("shows nobody while waiting, whatever slots and lights say", () => {
    const store = joined();
    store.receive(view(1, WAITING));
    store.receive({ type: "slots", slots: [{ mid: "a", leg_id: "kitchen" }] });
    store.receive({ type: "speaking", leg_ids: ["kitchen"] });
    expect([store.people.value, store.slots.value, [...store.speaking.value]]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("keeps nothing of inside when the leg is put out and comes back", () => {
    const store = joined();
    store.receive(view(1, inside([ANNA])));
    store.receive({ type: "slots", slots: [{ mid: "a", leg_id: "kitchen" }] });
    store.receive({ type: "speaking", leg_ids: ["kitchen"] });
    store.receive(view(2, WAITING));
    store.receive(view(3, inside([ANNA])));
    expect([store.slots.value, [...store.speaking.value]]).toEqual([[], []]);
  });

  it("shows slots and lights only of people in the newest view", () => {
    const store = joined();
    store.receive(view(1, inside([ANNA])));
    store.receive({ type: "speaking", leg_ids: ["kitchen", "elsewhere"] });
    store.receive({
      type: "slots",
      slots: [
        { mid: "a", leg_id: "kitchen" },
        { mid: "b", leg_id: "elsewhere" },
      ],
    });
    expect([...store.speaking.value]).toEqual(["kitchen"]);
    expect(store.slots.value).toEqual([{ mid: "a", leg_id: "kitchen" }]);
  });

  it("counts views anew for a new leg, and goes on for the same one", () => {
    const store = joined();
    store.receive(view(9, inside([ANNA])));
    store.receive({ type: "welcome", leg_id: "own", resumed: true });
    expect(store.people.value).toEqual([ANNA]);
    store.receive({ type: "welcome", leg_id: "another", resumed: false });
    expect(store.view.value).toBeNull();
    store.receive(view(1, WAITING));
    expect(store.waiting.value).not.toBeNull();
  });
});
