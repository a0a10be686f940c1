// What needs the chair now, one notice for each cause, with everybody whom it is about.
import { namesOf } from "../components/panel-words";
import type { ChairPanel, Missed } from "../wire";
import { t, timeOfDay, wordsFor } from "../words";

export interface Cause {
  /** Stable, so that a notice stays where it is while names come and go. */
  id: string;
  words: string;
  acts: Act[];
}

/** A press that answers it. */
export interface Act {
  label: string;
  about: string;
  path: string;
  body: unknown;
}

export function causesOf(panel: ChairPanel): Cause[] {
  const found = [...troubles(panel), ...lost(panel), ...flags(panel), ...missed(panel)];
  const second = panel.people.filter(({ legs }) => legs.some((leg) => leg.second_device));
  if (second.length === 0) return found;
  const names = second.map(({ name }) => name).join(", ");
  return [...found, { id: "second", words: t("chair.second-devices", { names }), acts: [] }];
}

function troubles(panel: ChairPanel): Cause[] {
  return panel.troubles.map(({ code, people }) => {
    const names = namesOf(panel, people);
    const whom = names === "" ? "" : ` ${t("chair.waits-for", { names })}`;
    return { id: code, words: wordsFor("trouble", code, "trouble.media-fault") + whom, acts: [] };
  });
}

/** Whoever took part and is gone, and whose connection is going. */
function lost(panel: ChairPanel): Cause[] {
  const gone = panel.conduct.missing.map(({ participant_id }) => participant_id);
  const going = panel.people
    .filter(({ legs }) => legs.some((leg) => leg.lost && leg.zone !== "lobby"))
    .map(({ participant_id }) => participant_id);
  const ids = [...new Set([...gone, ...going])];
  if (ids.length === 0) return [];
  const first = panel.conduct.missing[0];
  const since = first === undefined ? "" : ` ${t("chair.since", { time: clock(first.since_ms) })}`;
  const pause = { label: t("course.pause"), about: "", path: "course", body: pauseBody(panel) };
  return [
    {
      id: "lost",
      words: t("chair.lost", { names: namesOf(panel, ids) }) + since,
      acts: panel.conduct.offer_pause ? [pause] : [],
    },
  ];
}

const pauseBody = (panel: ChairPanel) => ({ act: "pause", seen: panel.version });
const clock = (ms: number) => timeOfDay(new Date(ms));

/** Silence the place first, then ask. */
function flags(panel: ChairPanel): Cause[] {
  const concerns = [...new Set(panel.conduct.flags.map(({ concern }) => concern))];
  return concerns.map((concern) => {
    const about = panel.conduct.flags.filter((each) => each.concern === concern);
    const ids = about.map(({ participant_id }) => participant_id);
    return {
      id: concern,
      words: t(`chair.flag.${concern}`, { names: namesOf(panel, ids) }),
      acts: ids.flatMap((id) => hold(panel, id)),
    };
  });
}

function hold(panel: ChairPanel, id: string): Act[] {
  const person = panel.people.find(({ participant_id }) => participant_id === id);
  const leg = person?.legs.find(({ zone }) => zone === "main");
  if (person === undefined || leg === undefined) return [];
  const path = `legs/${leg.leg_id}/hold`;
  return [{ label: t("act.hold"), about: person.name, path, body: { notice_minutes: null } }];
}

/** Repeat the point before new business. */
function missed(panel: ChairPanel): Cause[] {
  const spans = panel.conduct.to_repeat;
  if (spans.length === 0) return [];
  const told = spans.map((span) => t("chair.missed-one", { ...spanInWords(span), ...name(span) }));
  function name({ participant_id }: Missed) {
    return { name: namesOf(panel, [participant_id]) };
  }
  const acts = spans.map((span) => ({
    label: t("chair.repeated"),
    about: name(span).name,
    path: `participants/${span.participant_id}/repeated`,
    body: {},
  }));
  return [{ id: "missed", words: t("chair.missed", { told: told.join(", ") }), acts }];
}

function spanInWords({ from_ms, to_ms }: Missed) {
  return { begins: clock(from_ms), ends: clock(to_ms) };
}
