// What the chair is told of telephones, and how she has somebody rung. No number is ever here.
import type { ChairPanel, PanelCall, PanelPerson, Telephones } from "../wire";
import { plural, t, timeOfDay } from "../words";
import { Button } from "./button";
import type { Desk } from "./desk";
import { namesOf } from "./panel-words";

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

/** What somebody should look at now: a need, a wish to be rung, a call that went wrong. */
export function TelephoneNotices({ panel, desk }: Props) {
  const { needs } = panel.telephones;
  const lines = linesOf(panel);
  return (
    <>
      {lines.length + needs.length > 0 && (
        <section class="q-group" aria-labelledby="telephone-title">
          <h3 class="govuk-heading-s" id="telephone-title">
            {t("telephone.title")}
          </h3>
          <ul class="q-order">
            {needs.map(({ participant_id: id, need }) => (
              <li key={id + need}>
                <div>{needInWords(panel, id, need)}</div>
                <Button
                  small
                  kind="secondary"
                  about={needInWords(panel, id, need)}
                  disabled={desk.busy.value}
                  onClick={() => void desk.send(`participants/${id}/need-settled`, { need })}
                >
                  {t("telephone.settled")}
                </Button>
              </li>
            ))}
            {lines.map((words) => (
              <li key={words}>
                <div>{words}</div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** The same, for the region that is read out. */
export function telephoneWords(panel: ChairPanel): string[] {
  const { needs } = panel.telephones;
  return [
    ...needs.map((each) => needInWords(panel, each.participant_id, each.need)),
    ...linesOf(panel),
  ];
}

function needInWords(panel: ChairPanel, id: string, need: string): string {
  return t(`telephone.need.${need}`, { name: namesOf(panel, [id]) });
}

function linesOf(panel: ChairPanel): string[] {
  const { pin_failed, call_back_wanted, forbidden } = panel.telephones;
  const about = (id: string, ms: number) => ({
    name: namesOf(panel, [id]),
    time: timeOfDay(new Date(ms)),
  });
  return [
    ...pin_failed.map((each) =>
      t("telephone.wrong-pin", about(each.participant_id, each.since_ms)),
    ),
    ...forbidden.flatMap(({ participant_id, lost_at_ms }) =>
      lost_at_ms === null ? [] : [t("telephone.not-rung-back", about(participant_id, lost_at_ms))],
    ),
    ...call_back_wanted.map((each) =>
      t("telephone.wants-call", about(each.participant_id, each.since_ms)),
    ),
  ];
}

/** In a person's row: how far a call to them has come, and whether they may be rung. */
export function TelephoneLines({ panel, person }: { panel: ChairPanel; person: PanelPerson }) {
  const { call, mayRing, isForbidden, practised } = ofPerson(panel.telephones, person);
  return (
    <>
      {call && <p class="q-person__line">{callInWords(call)}</p>}
      {mayRing && mayRing.from_minute !== null && mayRing.to_minute !== null && (
        <p class="q-person__line">
          {t("telephone.hours", {
            begins: clockTime(mayRing.from_minute),
            ends: clockTime(mayRing.to_minute),
          })}
        </p>
      )}
      {isForbidden && <p class="q-person__line q-person__line--care">{t("telephone.never")}</p>}
      {practised && <p class="q-person__line">{t(`telephone.practice.${practised.result}`)}</p>}
    </>
  );
}

/** At most one of them: to have somebody rung, or to stop it. */
export function TelephoneActs({ panel, person, desk }: Props & { person: PanelPerson }) {
  const { call, mayRing } = ofPerson(panel.telephones, person);
  const path = `participants/${person.participant_id}/ringing`;
  const look = { small: true, kind: "secondary", about: person.name } as const;
  if (call?.goes_on) {
    return (
      <Button {...look} disabled={desk.busy.value} onClick={() => void desk.remove(path)}>
        {t("telephone.stop")}
      </Button>
    );
  }
  if (!mayRing) return null;
  return (
    <Button {...look} disabled={desk.busy.value} onClick={() => void desk.send(path, {})}>
      {t("telephone.ring")}
    </Button>
  );
}

function ofPerson(telephones: Telephones, { participant_id: id }: PanelPerson) {
  const isTheirs = (each: { participant_id: string }) => each.participant_id === id;
  return {
    call: telephones.calls.find(isTheirs),
    mayRing: telephones.may_ring.find(isTheirs),
    isForbidden: telephones.forbidden.some((each) => isTheirs(each) && each.never),
    practised: telephones.practised.find(isTheirs),
  };
}

const TRIED_AGAIN = new Set(["busy", "no_answer", "failed"]);

function callInWords({ state, attempts, since_ms, goes_on }: PanelCall): string {
  const told = `${t(`telephone.state.${state}`)} (${timeOfDay(new Date(since_ms))}).`;
  const times = attempts > 0 ? [plural("telephone.attempts", attempts)] : [];
  const again = goes_on && TRIED_AGAIN.has(state) ? [t("telephone.again")] : [];
  return [told, ...times, ...again].join(" ");
}

/** Of minutes of the day: 545 is 09:05. */
function clockTime(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
