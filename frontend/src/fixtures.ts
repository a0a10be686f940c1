// People, places and words for tests: the catalogue's own English, and a conference that runs.
import en from "../../app/pages/text/en.po?raw";
import type { Api } from "./api";
import { Journey, NEITHER, type Step } from "./join/journey";
import type { Joining } from "./pages/join";
import type { Agenda, ChairPanel, GivenAnswers, PanelLeg, PanelPerson, Telephones } from "./wire";
import { useWords, type Words } from "./words";

const FORMS = ["one", "other"] as const;

function unquoted(line: string): string {
  return JSON.parse(line.slice(line.indexOf('"'))) as string;
}

function parsed(po: string): Words {
  const words: Words = {};
  for (const entry of po.split("\n\n")) {
    const lines = entry.split("\n").filter((line) => line.startsWith("msg"));
    const key = lines[0] ? unquoted(lines[0]) : "";
    const texts = lines.filter((line) => line.startsWith("msgstr")).map(unquoted);
    if (key !== "") words[key] = texts.length === 1 ? (texts[0] ?? "") : formsOf(texts);
  }
  return words;
}

function formsOf(texts: string[]): Words[string] {
  return Object.fromEntries(texts.map((text, n) => [FORMS[n] ?? "other", text]));
}

export function speakEnglish(): void {
  useWords("en", parsed(en));
}

export const CLEAR: GivenAnswers = {
  alone: true,
  others_can_hear: false,
  child_can_hear: false,
  headphones: true,
  safe_to_talk: true,
  will_not_record: true,
  all_clear: true,
};

export function leg(change: Partial<PanelLeg> = {}): PanelLeg {
  const told = {
    answers: CLEAR,
    answers_count: true,
    with_whom: null,
    company: [],
    identified: true,
    second_device: false,
  };
  const place = { kind: "browser", place_id: null, zone: "main", connected: true, lost: false };
  return { leg_id: "leg", ...place, ...told, ...change };
}

export function person(name: string, change: Partial<PanelPerson> = {}): PanelPerson {
  const id = name.toLowerCase();
  const here = {
    standing: "admitted",
    was_in: false,
    in_audience: true,
    gate: null,
    agreed: [],
    besides: [],
    may_answer: false,
  };
  return {
    participant_id: id,
    name,
    role: "parent",
    ...here,
    legs: [leg({ leg_id: `${id}-leg` })],
    ...change,
  };
}

export const CHAIR = person("Ruth", { role: "independent_chair" });
export const ANNA = person("Anna");

export const AGENDA: Agenda = {
  script: [],
  to_announce: [],
  to_admit: [],
  to_release: [],
  excluded: [],
  warned: [],
  views_owed: [],
  owed_to_close: [],
  gists_owed: [],
  exclusion_requests: [],
  closed_requests: [],
  told: null,
};

export const TELEPHONES: Telephones = {
  calls: [],
  call_back_wanted: [],
  needs: [],
  may_ring: [],
  forbidden: [],
  pin_failed: [],
  practised: [],
};

/** Nothing is kept, no device is there, the connection is good. */
export function joiningAt(step: Step = "start"): Joining {
  const kept = new Map([["way ", JSON.stringify({ step, choice: NEITHER })]]);
  const tab = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const browser = { getItem: () => null, setItem: () => undefined };
  const open = () => Promise.reject(new DOMException("", "NotFoundError"));
  const judge = async () => "good" as const;
  return { journey: new Journey({ tab, browser, open }), judge, phone: "01632 960500" };
}

/** Where nothing is taken back. */
export const KEPT: Api["remove"] = async () => ({ ok: true, body: null });

export function panel(change: Partial<ChairPanel> = {}): ChairPanel {
  return {
    version: 40,
    phase: "in_section",
    pause_reason: null,
    chair_inside: true,
    people: [CHAIR, ANNA],
    rooms: [],
    sections: [],
    may_bring_back: 0,
    conduct: {
      queue: [],
      breaks: [],
      not_spoken: [],
      asked_back: [],
      signals: [],
      response: null,
      missing: [],
      to_repeat: [],
      offer_pause: false,
      break_minutes: null,
      muted: [],
      own_mutes: [],
      reminders: [],
      guidance: [],
      flags: [],
    },
    agenda: AGENDA,
    case: null,
    telephones: TELEPHONES,
    spoken: [],
    troubles: [],
    ...change,
  };
}
