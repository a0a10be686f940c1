// What everybody agrees to before they go in: a private place, and no recording (REQ-49).
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import { ErrorSummary, type Errors, NO_ERRORS, YesNo } from "../components/fields";
import { Title } from "../components/notices";
import { t } from "../words";
import type { Journey } from "./journey";

/** By the id that the authority's rules give; an id that this page does not know is the strictest. */
const ABOUT_RECORDING = new Map([["prior-permission", "join.recording.prior-permission"]]);
const NEVER = "join.recording.never";

interface RulesProps {
  journey: Journey;
  recordingRule: string;
}

export function Rules({ journey, recordingRule }: RulesProps) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  function agree(event: SubmitEvent): void {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement).get("will_not_record");
    const missing = new Map([["will_not_record", () => t("answers.missing.will_not_record")]]);
    setErrors(said === null ? missing : NO_ERRORS);
    if (said === null) return;
    journey.willNotRecord = said === "yes";
    journey.next();
  }
  return (
    <>
      <Title>{t("join.rules")}</Title>
      <form class="q-form" noValidate onSubmit={agree}>
        <ErrorSummary errors={errors} />
        <ul class="govuk-list govuk-list--bullet">
          <li>{t("join.private")}</li>
          <li>{t("join.not-recorded")}</li>
          <li>{t(ABOUT_RECORDING.get(recordingRule) ?? NEVER)}</li>
        </ul>
        <YesNo
          name="will_not_record"
          label={t("answers.will_not_record")}
          hint={t("answers.will_not_record.hint")}
          error={errors.get("will_not_record")}
        />
        <Button>{t("form.continue")}</Button>
      </form>
    </>
  );
}
