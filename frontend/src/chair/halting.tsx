// What halts the conference for longer: a break, another day, or not at all.
import type { Desk } from "../components/desk";
import { Select, TextArea, TextInput } from "../components/fields";
import { t } from "../words";
import { choicesOf } from "./codes";
import { Day, orNull, textIn } from "./fields";
import { FormDialog } from "./form-dialog";

const CAUSES = ["inquorate", "safety", "technical", "people_missing", "papers_missing", "other"];

interface Props {
  desk: Desk;
  onDone: () => void;
}

export function BreakDialog({ desk, onDone }: Props) {
  return (
    <FormDialog
      title={t("chair.break-title")}
      submit={t("chair.break-submit")}
      desk={desk}
      needed={{ minutes: "chair.break-minutes" }}
      onSend={(form) => desk.send("break", { minutes: Number(textIn(form, "minutes")) })}
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{t("chair.break-words")}</p>
          <Select
            name="minutes"
            label={t("chair.break-minutes")}
            error={errors.get("minutes")}
            options={[5, 10, 15, 20, 30, 45, 60].map((n) => ({ value: `${n}`, label: `${n}` }))}
          />
        </>
      )}
    </FormDialog>
  );
}

const ADJOURN = {
  cause: "chair.adjourn-cause",
  reason: "form.reason-missing",
  interim: "chair.adjourn-interim",
  new_date: "chair.adjourn-date",
};

export function AdjournDialog({ desk, onDone }: Props) {
  return (
    <FormDialog
      title={t("course.adjourn")}
      submit={t("chair.adjourn-submit")}
      kind="warning"
      desk={desk}
      needed={ADJOURN}
      onSend={(form) =>
        desk.send("adjournment", {
          cause: textIn(form, "cause"),
          reason: orNull(form, "reason"),
          interim: orNull(form, "interim"),
          new_date: orNull(form, "new_date"),
          late_reason: orNull(form, "late_reason"),
        })
      }
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{t("chair.adjourn-words")}</p>
          <Select
            name="cause"
            label={t("chair.adjourn-cause")}
            empty={t("form.choose")}
            error={errors.get("cause")}
            options={choicesOf(CAUSES, (code) => t(`chair.cause.${code}`))}
          />
          <TextArea name="reason" label={t("chair.adjourn-reason")} error={errors.get("reason")} />
          <TextArea
            name="interim"
            label={t("chair.adjourn-interim")}
            error={errors.get("interim")}
          />
          <Day name="new_date" label={t("chair.adjourn-date")} error={errors.get("new_date")} />
          <TextInput name="late_reason" label={t("chair.adjourn-late")} limit={500} />
        </>
      )}
    </FormDialog>
  );
}

export function CallOffDialog({ desk, onDone }: Props) {
  return (
    <FormDialog
      title={t("course.call-off")}
      submit={t("chair.call-off-submit")}
      kind="warning"
      desk={desk}
      needed={{ reason: "form.reason-missing" }}
      onSend={(form) => desk.send("not-held", { reason: textIn(form, "reason") })}
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{t("chair.call-off-words")}</p>
          <TextArea name="reason" label={t("refuse.reason")} error={errors.get("reason")} />
        </>
      )}
    </FormDialog>
  );
}
