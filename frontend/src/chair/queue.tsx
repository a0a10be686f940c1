// Who asks to speak or for a break, over all channels; who has not spoken; who was asked back.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { groupOf, namesOf } from "../components/panel-words";
import type { ChairPanel, PanelHand } from "../wire";
import { plural, t, timeOfDay } from "../words";
import { Fold } from "./fold";
import { BreakDialog } from "./halting";

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

export function Queue({ panel, desk }: Props) {
  const { queue, breaks, not_spoken } = panel.conduct;
  const isEmpty = queue.length + breaks.length + not_spoken.length === 0;
  if (isEmpty && panel.phase !== "in_section") return null;
  return (
    <Fold title={plural("chair.queue", queue.length)} always={!isEmpty}>
      <Hands panel={panel} desk={desk} />
      <Breaks panel={panel} desk={desk} />
      <NotSpoken panel={panel} desk={desk} />
      {panel.phase === "in_section" && <AskedBack panel={panel} desk={desk} />}
    </Fold>
  );
}

interface PressProps {
  desk: Desk;
  path: string;
  body?: unknown;
  about: string;
  words: string;
}

function Press({ desk, path, body = {}, about, words }: PressProps) {
  return (
    <Button
      small
      kind="secondary"
      about={about}
      disabled={desk.busy.value}
      onClick={() => void desk.send(path, body)}
    >
      {words}
    </Button>
  );
}

function handInWords(hand: PanelHand): string {
  const time = timeOfDay(new Date(hand.since_ms));
  return `${t("chair.since", { time })} ${t(`panel.kind.${hand.kind}`)}`;
}

/** Whoever has waited longest first. */
function Hands({ panel, desk }: Props) {
  const { queue } = panel.conduct;
  if (queue.length === 0) return null;
  return (
    <ol class="q-order" aria-label={t("chair.asks-to-speak")}>
      {queue.map((hand) => {
        const name = namesOf(panel, [hand.participant_id]);
        const path = `participants/${hand.participant_id}`;
        return (
          <li key={hand.participant_id}>
            <div>
              <strong>{name}</strong>
              <p class="q-person__line">{handInWords(hand)}</p>
            </div>
            <Press {...{ desk, about: name }} path={`${path}/spoken`} words={t("chair.spoke")} />
            <Press
              {...{ desk, about: name }}
              path={`${path}/hand-lowered`}
              words={t("chair.lower-hand")}
            />
          </li>
        );
      })}
    </ol>
  );
}

/** A break for all at once; or for one, in a private room of their own. */
function Breaks({ panel, desk }: Props) {
  const [giving, setGiving] = useState(false);
  const { breaks } = panel.conduct;
  if (breaks.length === 0 && !giving) return null;
  return (
    <>
      <ul class="q-order" aria-label={t("chair.asks-for-break")}>
        {breaks.map((hand) => {
          const name = namesOf(panel, [hand.participant_id]);
          const body = { room_of: hand.participant_id, with_interpreters: true };
          return (
            <li key={hand.participant_id}>
              <div>
                <strong>{t("chair.wants-break", { name })}</strong>
                <p class="q-person__line">{handInWords(hand)}</p>
              </div>
              {hand.kind !== "room" && (
                <Press
                  {...{ desk, body, about: name }}
                  path={`legs/${hand.leg_id}/private-room`}
                  words={t("chair.time-out")}
                />
              )}
              <Press
                {...{ desk, about: name }}
                path={`participants/${hand.participant_id}/break-withdrawn`}
                words={t("chair.break-not-now")}
              />
            </li>
          );
        })}
      </ul>
      {panel.phase === "in_section" && (
        <Button small kind="secondary" onClick={() => setGiving(true)}>
          {t("chair.break-all")}
        </Button>
      )}
      {giving && <BreakDialog desk={desk} onDone={() => setGiving(false)} />}
    </>
  );
}

function NotSpoken({ panel, desk }: Props) {
  const ids = panel.conduct.not_spoken;
  if (ids.length === 0) return null;
  return (
    <>
      <h4 class="q-small-heading">{t("chair.not-spoken")}</h4>
      <ul class="q-order" aria-label={t("chair.not-spoken")}>
        {ids.map((id) => {
          const name = namesOf(panel, [id]);
          return (
            <li key={id}>
              <div>{name}</div>
              <Press
                {...{ desk, about: name }}
                path={`participants/${id}/spoken`}
                words={t("chair.spoke")}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

const FAMILY = new Set(["parent", "family", "child"]);

/** Before a part ends: is it clear, and do you wish to add anything? (REQ-78) */
function AskedBack({ panel, desk }: Props) {
  const asked = new Map(
    panel.conduct.asked_back.map((each) => [each.participant_id, each.answered]),
  );
  const family = panel.people.filter(
    (person) => FAMILY.has(person.role) && groupOf(person) === "inside",
  );
  if (family.length === 0) return null;
  return (
    <>
      <h4 class="q-small-heading">{t("chair.ask-back")}</h4>
      <ul class="q-order" aria-label={t("chair.ask-back")}>
        {family.map(({ participant_id: id, name }) => (
          <li key={id}>
            <div>
              {name}{" "}
              {asked.has(id) && (
                <strong>{t(asked.get(id) ? "chair.answered" : "chair.no-answer")}</strong>
              )}
            </div>
            {[true, false].map((answered) => (
              <Press
                key={`${answered}`}
                {...{ desk, about: name }}
                path={`participants/${id}/asked-back`}
                body={{ answered }}
                words={t(answered ? "chair.asked-answered" : "chair.asked-silent")}
              />
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
