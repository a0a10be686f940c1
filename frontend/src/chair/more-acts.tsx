// What else can be done about one person; behind a button, so that a row stays short.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { groupOf, isRunning, legOf } from "../components/panel-words";
import type { ChairPanel, PanelPerson } from "../wire";
import { plural, t } from "../words";
import { AttendanceDialog } from "./attendance-dialog";
import { MuteDialog, ReleaseDialog, RoomDialog } from "./person-questions";
import { CompanyDialog, IncidentDialog, SafetyDialog } from "./plan-questions";

type Asked = keyof typeof DIALOGS;

interface Props {
  panel: ChairPanel;
  person: PanelPerson;
  desk: Desk;
}

const FAMILY = new Set(["parent", "family", "child"]);
const SUPPORTING = new Set(["supporter", "solicitor"]);

const DIALOGS = {
  mute: MuteDialog,
  room: RoomDialog,
  release: ReleaseDialog,
  attendance: AttendanceDialog,
  incident: IncidentDialog,
  company: CompanyDialog,
  safety: SafetyDialog,
};

export function MoreActs({ panel, person, desk }: Props) {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  if (person.role === "independent_chair") return null;
  const Dialog = asked === null ? null : DIALOGS[asked];
  return (
    <>
      <button
        type="button"
        class="govuk-button govuk-button--secondary q-button--small"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t("chair.more")} <span class="govuk-visually-hidden">{person.name}</span>
      </button>
      {open && (
        <div class="q-person__acts q-more">
          {sent(panel, person).map(({ words, path, body }) => (
            <Button
              key={path + words}
              small
              kind="secondary"
              about={person.name}
              disabled={desk.busy.value}
              onClick={() => void desk.send(path, body)}
            >
              {words}
            </Button>
          ))}
          {questions(panel, person).map((each) => (
            <Button
              key={each}
              small
              kind="secondary"
              about={person.name}
              onClick={() => setAsked(each)}
            >
              {t(`chair.act.${each}`)}
            </Button>
          ))}
        </div>
      )}
      {Dialog !== null && (
        <Dialog panel={panel} person={person} desk={desk} onDone={() => setAsked(null)} />
      )}
    </>
  );
}

interface Sent {
  words: string;
  path: string;
  body: unknown;
}

/** Nothing is open about these: one press. */
function sent(panel: ChairPanel, person: PanelPerson): Sent[] {
  const { participant_id: id } = person;
  const act = (words: string, end: string, body: unknown = {}): Sent => ({
    words,
    path: `participants/${id}/${end}`,
    body,
  });
  const concern = (code: string) => act(t(`chair.concern.${code}`), "concern", { concern: code });
  const isIn = groupOf(person) === "inside";
  const running = isRunning(panel);
  const found: [boolean, Sent][] = [
    [panel.conduct.muted.includes(id), act(t("chair.act.unmute"), "unmute")],
    [SUPPORTING.has(person.role), act(reminderWords(panel, id), "reminder")],
    [running && person.standing !== "excluded", act(t("chair.act.warn"), "warning")],
    [isIn, concern("child_audible")],
    [isIn, concern("outburst")],
    [legOf(person) !== null, act(t("chair.act.phrase-heard"), "technical-check")],
  ];
  return found.filter(([is]) => is).map(([, each]) => each);
}

function reminderWords(panel: ChairPanel, id: string): string {
  const given = panel.conduct.reminders.find(({ participant_id }) => participant_id === id);
  return plural("chair.act.remind", given?.times ?? 0);
}

/** These ask something first, and say what will happen. */
function questions(panel: ChairPanel, person: PanelPerson): Asked[] {
  const leg = legOf(person);
  const isMuted = panel.conduct.muted.includes(person.participant_id);
  const isHere = leg !== null && person.standing !== "excluded";
  const found: [boolean, Asked][] = [
    [groupOf(person) === "inside" && !isMuted, "mute"],
    [isHere && groupOf(person) !== "aside", "room"],
    [isHere, "release"],
    [true, "attendance"],
    [FAMILY.has(person.role), "company"],
    [FAMILY.has(person.role), "safety"],
    [true, "incident"],
  ];
  return found.filter(([is]) => is).map(([, each]) => each);
}
