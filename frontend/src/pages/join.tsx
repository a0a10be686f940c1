// The way in, one thing at a time: who one is, devices, connection, rules, who is there.
import type { Api } from "../api";
import { AnswersForm } from "../components/answers-form";
import { Button } from "../components/button";
import { Preview } from "../components/device-check";
import { Title } from "../components/notices";
import { CallIn } from "../join/call-in";
import { Connection, type Judge } from "../join/connection";
import { Devices } from "../join/devices";
import type { Journey } from "../join/journey";
import { Rules } from "../join/rules";
import type { Call } from "../live/call";
import type { Answers, Own } from "../wire";
import { t, wordsFor } from "../words";

export interface Joining {
  journey: Journey;
  judge: Judge;
  phone: string | null;
}

interface JoinProps extends Joining {
  call: Call;
  api: Api;
}

export function Join(props: JoinProps) {
  const { journey } = props;
  return (
    <section class="q-page" key={journey.step.value}>
      {!journey.isFirst && (
        <button type="button" class="q-back" onClick={journey.back}>
          {t("join.back")}
        </button>
      )}
      <Notice call={props.call} />
      <Step {...props} />
    </section>
  );
}

function Step(props: JoinProps) {
  const { call, journey } = props;
  switch (journey.step.value) {
    case "start":
      return <Start {...props} />;
    case "devices":
      return <Devices {...props} {...(hasOwner(call) ? { onCompanion: call.joinSilently } : {})} />;
    case "preview":
      return <See {...props} />;
    case "connection":
      return <Connection {...props} />;
    case "rules":
      return <Rules journey={journey} recordingRule={call.store.own.value?.recording_rule ?? ""} />;
    case "questions":
      return <Questions {...props} />;
  }
}

/** The chair may have said no before somebody has come to the end of the steps. */
function Notice({ call }: { call: Call }) {
  const notice = call.store.waiting.value?.notice ?? null;
  if (notice === null) return null;
  return <p class="q-bar">{wordsFor("notice", notice.code, "notice.held")}</p>;
}

/** A room's own device is nobody's companion. */
function hasOwner(call: Call): boolean {
  return call.store.own.value !== null;
}

function enter({ call, journey }: JoinProps): void {
  journey.finish();
  call.join(journey.stream.value, journey.choice.value);
}

function Start({ call, journey, api, phone }: JoinProps) {
  const own = call.store.own.value;
  return (
    <>
      <Title>{t("join.title")}</Title>
      <p class="govuk-body">{t("join.steps")}</p>
      <p class="govuk-body">{t("devices.nobody-sees")}</p>
      {own !== null && <Name own={own} />}
      <div class="govuk-button-group">
        <Button onClick={journey.next}>{t("form.continue")}</Button>
        {journey.isKnown && (
          <Button kind="secondary" onClick={() => void journey.skip()}>
            {t("join.skip")}
          </Button>
        )}
      </div>
      <details class="q-details">
        <summary>{t("call-in.instead")}</summary>
        <CallIn api={api} phone={phone} />
      </details>
    </>
  );
}

function Name({ own }: { own: Own }) {
  return (
    <div class="govuk-inset-text">
      <p class="govuk-body">{t("join.shown-as")}</p>
      <p class="govuk-body-l q-own-name">
        <strong>{own.name}</strong>
        <br />
        {t(`role.${own.role}`)}
      </p>
      <p class="govuk-body">{t("join.not-you")}</p>
    </div>
  );
}

function See(props: JoinProps) {
  const { journey } = props;
  const isOpening = journey.isOpening.value;
  return (
    <>
      <Title>{t("join.preview")}</Title>
      {isOpening ? (
        <p class="govuk-body" role="status">
          {t("devices.opening")}
        </p>
      ) : (
        <Preview
          stream={journey.stream.value}
          choice={journey.choice.value}
          onChoice={(choice) => void openAnew(journey, choice)}
        />
      )}
      <Button disabled={isOpening} onClick={() => (journey.isLast ? enter(props) : journey.next())}>
        {t("form.continue")}
      </Button>
    </>
  );
}

async function openAnew(journey: Journey, choice: Journey["choice"]["value"]): Promise<void> {
  await journey.open(choice);
  if (journey.trouble.value !== null) journey.go("devices");
}

function Questions(props: JoinProps) {
  const { call, journey } = props;
  function answer(answers: Answers): void {
    call.answer(answers);
    enter(props);
  }
  return (
    <>
      <Title>{t("answers.title")}</Title>
      <p class="govuk-body">{t("answers.why")}</p>
      <p class="govuk-body">{t("answers.private")}</p>
      <AnswersForm
        company={call.store.company.value}
        willNotRecord={journey.willNotRecord}
        onAnswers={answer}
      />
    </>
  );
}

/** Below what the page already says; the focus stays where it is. */
export function QuestionsAgain({ call }: { call: Call }) {
  return (
    <section class="q-page">
      <h2 class="govuk-heading-l">{t("answers.title-again")}</h2>
      <p class="govuk-body">{t("answers.why-again")}</p>
      <p class="govuk-body">{t("answers.private")}</p>
      <AnswersForm company={call.store.company.value} onAnswers={call.answer} />
    </section>
  );
}
