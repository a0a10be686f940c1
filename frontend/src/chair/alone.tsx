// For one person alone, on their own device: somebody has signalled, and what to do about it.
import type { ComponentChildren } from "preact";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { namesOf } from "../components/panel-words";
import type { ChairPanel, PanelResponse, PanelSignal } from "../wire";
import { t, timeOfDay } from "../words";

/** Where what concerns one person alone stands, for the way there from anywhere on the page. */
export const ALONE = "for-you-alone";

type NameOf = (id: string) => string;

const QUESTIONS = ["someone_there", "in_danger", "call_police", "another_day"];
const OUTCOMES = ["safe", "police_called", "another_day"];

interface AloneProps {
  signals: PanelSignal[];
  response: PanelResponse | null;
  guidance: string[];
  /** The version that is seen, sent with what brings people back; null: that is the chair's. */
  seen: number | null;
  nameOf: NameOf;
  desk: Desk;
}

export function ForChairAlone({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  const { signals, response, guidance } = panel.conduct;
  const nameOf = (id: string) => namesOf(panel, [id]);
  return <ForYouAlone {...{ signals, response, guidance, nameOf, desk, seen: panel.version }} />;
}

export function ForYouAlone({ signals, response, guidance, seen, nameOf, desk }: AloneProps) {
  if (signals.length === 0 && response === null && guidance.length === 0) return null;
  const open = signals.filter(({ participant_id }) => participant_id !== response?.participant_id);
  return (
    <section class="q-alone" id={ALONE} tabIndex={-1} aria-label={t("alone.title")}>
      <h3 class="govuk-heading-s">{t("alone.title")}</h3>
      {open.map((signal) => (
        <Signal key={signal.participant_id} signal={signal} nameOf={nameOf} desk={desk} />
      ))}
      {response !== null && (
        <Response
          response={response}
          signal={signals.find((each) => each.participant_id === response.participant_id)}
          {...{ seen, nameOf, desk }}
        />
      )}
      {guidance.length > 0 && (
        <ul class="govuk-list govuk-list--bullet">
          {guidance.map((code) => (
            <li key={code}>{t(`alone.guidance.${code}`)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Signal({ signal, nameOf, desk }: { signal: PanelSignal; nameOf: NameOf; desk: Desk }) {
  const name = nameOf(signal.participant_id);
  const time = timeOfDay(new Date(signal.since_ms));
  return (
    <div class="q-alone__signal">
      <p>
        <strong>{t("alone.signal", { name, time })}</strong> {t("alone.signal-care")}
      </p>
      {signal.lost && <p>{t("alone.signal-lost")}</p>}
      <Agreed signal={signal} />
      <p>
        {signal.responder === null
          ? t("alone.check-words-alone")
          : t("alone.check-words", { name, responder: nameOf(signal.responder) })}
      </p>
      <Press desk={desk} path={`participants/${signal.participant_id}/technical-check`}>
        {t("alone.check")}
      </Press>
    </div>
  );
}

/** What was agreed with them beforehand. */
function Agreed({ signal }: { signal: PanelSignal }) {
  return (
    <>
      {signal.phrase !== null && <p>{t("alone.phrase", { words: signal.phrase })}</p>}
      {signal.plan !== null && <p>{t("alone.safety-plan", { words: signal.plan })}</p>}
    </>
  );
}

interface PressProps {
  desk: Desk;
  path: string;
  body?: unknown;
  about?: string;
  children: ComponentChildren;
}

function Press({ desk, path, body = {}, about, children }: PressProps) {
  return (
    <Button
      small
      kind="secondary"
      {...(about === undefined ? {} : { about })}
      disabled={desk.busy.value}
      onClick={() => void desk.send(path, body)}
    >
      {children}
    </Button>
  );
}

interface ResponseProps {
  response: PanelResponse;
  signal: PanelSignal | undefined;
  seen: number | null;
  nameOf: NameOf;
  desk: Desk;
}

function Response({ response, signal, seen, nameOf, desk }: ResponseProps) {
  const path = `participants/${response.participant_id}`;
  const name = nameOf(response.participant_id);
  return (
    <div class="q-alone__signal">
      <p>
        {response.responder === null
          ? t("alone.response-alone", { name })
          : t("alone.response", { name, responder: nameOf(response.responder) })}
      </p>
      {signal !== undefined && <Agreed signal={signal} />}
      <Questions response={response} path={path} desk={desk} />
      {response.phrase_given ? (
        <p>{t("alone.phrase-given")}</p>
      ) : (
        <Press desk={desk} path={`${path}/phrase`}>
          {t("alone.phrase-note")}
        </Press>
      )}
      <div class="q-person__acts">
        {OUTCOMES.filter((outcome) => seen !== null || outcome !== "safe").map((outcome) => (
          <Press
            key={outcome}
            desk={desk}
            path={`${path}/outcome`}
            body={{ outcome, seen: seen ?? 0 }}
          >
            {t(`alone.outcome-is.${outcome}`)}
          </Press>
        ))}
      </div>
    </div>
  );
}

/** Each is answered by yes or no: on their page, by a key, or as it was heard. */
function Questions({
  response,
  path,
  desk,
}: {
  response: PanelResponse;
  path: string;
  desk: Desk;
}) {
  const answered = new Map(response.replies.map(({ question, yes }) => [question, yes]));
  return (
    <ul class="q-order" aria-label={t("alone.questions")}>
      {QUESTIONS.map((question) => (
        <li key={question}>
          <div>
            {t(`alone.question.${question}`)}{" "}
            {answered.has(question) && (
              <strong>{t(answered.get(question) ? "form.yes" : "form.no")}</strong>
            )}
          </div>
          {response.question === question ? (
            <div class="q-person__acts">
              <span>{t("alone.question-open")}</span>
              <Press desk={desk} path={`${path}/closed-reply`} body={{ yes: true }}>
                {t("alone.said-yes")}
              </Press>
              <Press desk={desk} path={`${path}/closed-reply`} body={{ yes: false }}>
                {t("alone.said-no")}
              </Press>
            </div>
          ) : (
            <Press
              desk={desk}
              path={`${path}/closed-question`}
              body={{ question }}
              about={t(`alone.question.${question}`)}
            >
              {t("alone.ask-question")}
            </Press>
          )}
        </li>
      ))}
    </ul>
  );
}
