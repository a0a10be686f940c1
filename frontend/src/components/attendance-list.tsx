// Everybody on the list, by where they are: who, where from, how safe, and what the chair can do.
import { useRef, useState } from "preact/hooks";
import { GateLines } from "../chair/attendance-dialog";
import { Fold } from "../chair/fold";
import { useFollowedRow } from "../chair/kept-focus";
import { MoreActs } from "../chair/more-acts";
import type { ChairPanel, Excluded, PanelLeg, PanelPerson } from "../wire";
import { plural, t, timeOfDay } from "../words";
import { Button } from "./button";
import type { Desk } from "./desk";
import {
  type Act,
  actsFor,
  answersInWords,
  type Group,
  groupOf,
  isClear,
  legOf,
  namesOf,
  stateOf,
  whereInWords,
} from "./panel-words";
import { PersonAct } from "./person-act";
import { TelephoneActs, TelephoneLines } from "./telephone";

const GROUPS: Group[] = ["waiting", "inside", "aside", "excluded", "away"];
const KINDS: Partial<Record<Act, "secondary" | "warning" | "primary">> = {
  admit: "primary",
  identify: "primary",
  bring_back: "primary",
  return: "primary",
  exclude: "warning",
};
const TAGS: Record<string, string> = {
  inside: "govuk-tag--green",
  ready: "govuk-tag--blue",
  waiting: "govuk-tag--yellow",
  not_in_section: "govuk-tag--grey",
  held: "govuk-tag--orange",
  aside: "govuk-tag--purple",
  not_confirmed: "govuk-tag--red",
  excluded: "govuk-tag--red",
  lost: "govuk-tag--red",
  no_sound: "govuk-tag--orange",
  away: "govuk-tag--grey",
};

/** As long as it takes to see that another row has come under the pointer. */
const SETTLED_MS = 400;

interface Asked {
  act: Act;
  person: PanelPerson;
  leg: PanelLeg;
}

export function AttendanceList({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  // Kept here and not in the row: a row moves when its person does, the question stays.
  const [asked, setAsked] = useState<Asked | null>(null);
  const groups = GROUPS.map((group) => panel.people.filter((person) => groupOf(person) === group));
  const follow = useFollowedRow();
  const hasSettled = useSettled(groups.flat().map((person) => person.participant_id));
  function ask(next: Asked): void {
    if (grantsAtOnce(next) && !hasSettled()) return;
    desk.clear();
    follow(`person-${next.person.participant_id}`);
    setAsked(next);
  }
  return (
    <>
      {groups.map(
        (people, n) =>
          people.length > 0 && (
            <Fold
              key={GROUPS[n]}
              title={plural(`panel.group.${GROUPS[n]}`, people.length)}
              always={GROUPS[n] === "waiting" || GROUPS[n] === "inside"}
            >
              <ul class="q-people">
                {people.map((person) => (
                  <PersonRow
                    key={person.participant_id}
                    panel={panel}
                    person={person}
                    desk={desk}
                    onAsk={ask}
                  />
                ))}
              </ul>
            </Fold>
          ),
      )}
      {asked !== null && (
        <PersonAct {...asked} panel={panel} desk={desk} onDone={() => setAsked(null)} />
      )}
    </>
  );
}

/** Lets somebody in without a further question, which would name them. */
function grantsAtOnce({ act, leg }: Asked): boolean {
  if (act === "admit") return leg.identified && isClear(leg);
  return act === "release" || (act === "bring_back" && leg.identified);
}

/** Rows move when people come and go: a press that was meant for another row grants nothing. */
function useSettled(order: string[]): () => boolean {
  const last = useRef({ order: order.join(), movedAt: Number.NEGATIVE_INFINITY });
  if (last.current.order !== order.join()) {
    last.current = { order: order.join(), movedAt: performance.now() };
  }
  return () => performance.now() - last.current.movedAt > SETTLED_MS;
}

interface RowProps {
  panel: ChairPanel;
  person: PanelPerson;
  desk: Desk;
  onAsk: (asked: Asked) => void;
}

function PersonRow({ panel, person, desk, onAsk }: RowProps) {
  const leg = legOf(person);
  const state = stateOf(panel, person, leg);
  const since = panel.agenda.excluded.find((out) => out.participant_id === person.participant_id);
  const where = [t(`role.${person.role}`), leg && whereInWords(panel, leg)];
  return (
    <li class="q-person" id={`person-${person.participant_id}`} tabIndex={-1}>
      <div class="q-person__top">
        <p>
          <strong>{person.name}</strong>
          <span class="q-person__role">{where.filter(Boolean).join(" · ")}</span>
        </p>
        <strong class={`govuk-tag ${TAGS[state] ?? ""}`}>{t(`state.${state}`)}</strong>
      </div>
      {leg !== null && <Safety panel={panel} person={person} leg={leg} />}
      {since !== undefined && <p class="q-person__line">{sinceInWords(since)}</p>}
      {panel.conduct.muted.includes(person.participant_id) && (
        <p class="q-person__line">{t("chair.is-muted")}</p>
      )}
      <GateLines panel={panel} person={person} desk={desk} />
      <TelephoneLines panel={panel} person={person} />
      <div class="q-person__acts">
        {leg !== null &&
          actsFor(panel, person, leg).map((act) => (
            <Button
              key={act}
              small
              kind={KINDS[act] ?? "secondary"}
              about={person.name}
              disabled={desk.busy.value}
              onClick={() => onAsk({ act, person, leg })}
            >
              {t(`act.${act}`)}
            </Button>
          ))}
        <TelephoneActs panel={panel} person={person} desk={desk} />
        <MoreActs panel={panel} person={person} desk={desk} />
      </div>
    </li>
  );
}

function sinceInWords({ since_ms }: Excluded): string {
  return t("panel.excluded_since", { time: timeOfDay(new Date(since_ms)) });
}

function Safety({ panel, person, leg }: { panel: ChairPanel; person: PanelPerson; leg: PanelLeg }) {
  const isChair = person.role === "independent_chair";
  return (
    <>
      <p class={`q-person__line${isClear(leg) ? "" : " q-person__line--care"}`}>
        {answersInWords(leg)}
      </p>
      {leg.company.length > 0 && (
        <p class="q-person__line">{t("panel.company", { names: namesOf(panel, leg.company) })}</p>
      )}
      {leg.with_whom !== null && (
        <p class="q-person__line">{t("panel.with_whom", { words: leg.with_whom })}</p>
      )}
      {!leg.identified && !isChair && <p class="q-person__line">{t("panel.not_identified")}</p>}
      {leg.second_device && (
        <p class="q-person__line q-person__line--care">{t("panel.second_device")}</p>
      )}
    </>
  );
}
