// The way in: who is with you, then camera and microphone. One thing at a time.
import { AnswersForm } from "../components/answers-form";
import { Button } from "../components/button";
import { DeviceCheck } from "../components/device-check";
import { Title } from "../components/notices";
import type { Call } from "../live/call";
import { t } from "../words";

export function Questions({ call }: { call: Call }) {
  return (
    <section class="q-page">
      <Title>{t("answers.title")}</Title>
      <p class="govuk-body">{t("answers.why")}</p>
      <p class="govuk-body">{t("answers.private")}</p>
      <AnswersForm company={call.store.company.value} onAnswers={call.answer} />
      <InTheRoom call={call} />
    </section>
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

function InTheRoom({ call }: { call: Call }) {
  return (
    <>
      <h2 class="govuk-heading-s">{t("companion.title")}</h2>
      <p class="govuk-body">{t("companion.words")}</p>
      <Button kind="secondary" onClick={call.joinSilently}>
        {t("companion.join")}
      </Button>
    </>
  );
}

export function Devices({ call }: { call: Call }) {
  return (
    <section class="q-page">
      <Title>{t("devices.title")}</Title>
      <DeviceCheck onDone={call.join} />
    </section>
  );
}
