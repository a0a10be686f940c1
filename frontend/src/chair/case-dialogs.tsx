// Dialogs about one child: the decision, a dissent, and a note that they were considered.
import { useState } from "preact/hooks";
import { type Errors, Select, TextArea } from "../components/fields";
import { namesOf } from "../components/panel-words";
import { t } from "../words";
import type { ChildProps } from "./case";
import { agencyInWords, choicesOf } from "./codes";
import { Many, orNull, Tick, textIn } from "./fields";
import { FormDialog } from "./form-dialog";

type Props = ChildProps & { onDone: () => void };

const THRESHOLDS = ["has_suffered_and_likely_again", "likely_to_suffer", "not_met"];
const STEPS = ["child_in_need_plan", "care_and_support_plan", "early_help"];
const ENDS = [
  "threshold_not_met",
  "moved_after_receiving_conference",
  "age_18",
  "died",
  "left_uk_permanently",
];
const WITH_PLAN = new Set(["plan_made", "registered", "plan_continued", "plan_amended"]);

function bodyOf(form: FormData, outcome: string) {
  return {
    threshold: orNull(form, "threshold"),
    outcome,
    categories: WITH_PLAN.has(outcome) ? form.getAll("categories").map(String) : [],
    end_reason: outcome === "plan_ended" ? orNull(form, "end_reason") : null,
    next_step: outcome === "no_plan" ? orNull(form, "next_step") : null,
    consider_legal_proceedings: textIn(form, "legal") === "yes",
    missing: orNull(form, "missing"),
    line_id: null,
  };
}

/** What is asked depends on the outcome; what may be chosen, on the country and the kind. */
export function DecideDialog({ about, child, desk, onDone }: Props) {
  const [outcome, setOutcome] = useState("");
  return (
    <FormDialog
      title={t("chair.decide-title", { name: child.name })}
      submit={t("chair.decide-submit")}
      desk={desk}
      needed={{ threshold: "chair.threshold", outcome: "chair.outcome" }}
      onSend={(form) => desk.send(`children/${child.child_id}/decision`, bodyOf(form, outcome))}
      onDone={onDone}
    >
      {(errors) => (
        <>
          <Select
            name="threshold"
            label={t("chair.threshold")}
            empty={t("form.choose")}
            error={errors.get("threshold")}
            options={choicesOf(THRESHOLDS, (code) => t(`chair.threshold.${code}`))}
          />
          <Select
            name="outcome"
            label={t("chair.outcome")}
            empty={t("form.choose")}
            error={errors.get("outcome")}
            value={outcome}
            onChange={setOutcome}
            options={choicesOf(about.outcomes_offered, (code) => t(`chair.outcome.${code}`))}
          />
          <OfOutcome outcome={outcome} categories={about.categories_offered} errors={errors} />
          <TextArea
            name="missing"
            label={t("chair.missing-information")}
            hint={t("chair.missing-hint")}
            error={undefined}
            limit={4000}
          />
          <Tick name="legal" label={t("chair.legal")} />
        </>
      )}
    </FormDialog>
  );
}

interface OfOutcomeProps {
  outcome: string;
  categories: string[];
  errors: Errors;
}

function OfOutcome({ outcome, categories }: OfOutcomeProps) {
  return (
    <>
      {WITH_PLAN.has(outcome) && (
        <Many
          name="categories"
          label={t("chair.categories")}
          choices={choicesOf(categories, (code) => t(`chair.category.${code}`))}
        />
      )}
      {outcome === "no_plan" && (
        <Select
          name="next_step"
          label={t("chair.next-step")}
          empty={t("form.choose")}
          options={choicesOf(STEPS, (code) => t(`chair.step.${code}`))}
        />
      )}
      {outcome === "plan_ended" && (
        <Select
          name="end_reason"
          label={t("chair.end-reason")}
          empty={t("form.choose")}
          options={choicesOf(ENDS, (code) => t(`chair.end.${code}`))}
        />
      )}
    </>
  );
}

export function DissentDialog({ panel, about, child, desk, onDone }: Props) {
  const people = about.seats.map(({ participant_id: id, agency }) => ({
    value: id,
    label: `${namesOf(panel, [id])} (${agencyInWords(agency)})`,
  }));
  return (
    <FormDialog
      title={t("chair.dissent-title", { name: child.name })}
      submit={t("chair.dissent-submit")}
      desk={desk}
      needed={{ person: "chair.dissent-who", reasons: "form.reason-missing" }}
      onSend={(form) =>
        desk.add(`children/${child.child_id}/dissents`, {
          participant_id: textIn(form, "person"),
          reasons: textIn(form, "reasons"),
          line_id: null,
        })
      }
      onDone={onDone}
    >
      {(errors) => (
        <>
          <Select
            name="person"
            label={t("chair.dissent-who")}
            empty={t("form.choose")}
            error={errors.get("person")}
            options={people}
          />
          <TextArea
            name="reasons"
            label={t("chair.dissent-reasons")}
            error={errors.get("reasons")}
            limit={4000}
          />
        </>
      )}
    </FormDialog>
  );
}

export function ConsideredDialog({ child, desk, onDone }: Props) {
  return (
    <FormDialog
      title={t("chair.considered-title", { name: child.name })}
      submit={t("chair.considered-submit")}
      desk={desk}
      needed={{ note: "chair.considered-note" }}
      onSend={(form) =>
        desk.send(`children/${child.child_id}/consideration`, { note: textIn(form, "note") })
      }
      onDone={onDone}
    >
      {(errors) => (
        <TextArea
          name="note"
          label={t("chair.considered-note")}
          error={errors.get("note")}
          limit={4000}
        />
      )}
    </FormDialog>
  );
}
