// The safety questions: who is there, and is it all right to talk (REQ-32). One form, privately.
import { useState } from "preact/hooks";
import type { Answers, Companion } from "../wire";
import { t } from "../words";
import { Button } from "./button";
import { ErrorSummary, type Errors, NO_ERRORS, TextInput, YesNo } from "./fields";

export const QUESTIONS = [
  "alone",
  "others_can_hear",
  "child_can_hear",
  "headphones",
  "safe_to_talk",
  "will_not_record",
] as const;
const WITH_HINT = new Set<string>(["headphones", "safe_to_talk", "will_not_record"]);

type Question = (typeof QUESTIONS)[number];
export type Given = Omit<Answers, "type" | "with_whom" | "here">;

export function missing(form: FormData, asked: readonly Question[] = QUESTIONS): Errors {
  const open = asked.filter((name) => form.get(name) === null);
  return new Map(open.map((name) => [name, () => t(`answers.missing.${name}`)]));
}

export function given(form: FormData): Given {
  const yes = (name: Question) => form.get(name) === "yes";
  return {
    alone: yes("alone"),
    others_can_hear: yes("others_can_hear"),
    child_can_hear: yes("child_can_hear"),
    headphones: yes("headphones"),
    safe_to_talk: yes("safe_to_talk"),
    will_not_record: yes("will_not_record"),
  };
}

interface AnswersFormProps {
  company: Companion[];
  /** Said on an earlier page: then it is not asked here. */
  willNotRecord?: boolean | null;
  onAnswers: (answers: Answers) => void;
}

export function AnswersForm({ company, willNotRecord = null, onAnswers }: AnswersFormProps) {
  const asked = QUESTIONS.filter((name) => name !== "will_not_record" || willNotRecord === null);
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  const [alone, setAlone] = useState(true);
  function send(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    if (willNotRecord !== null) form.set("will_not_record", willNotRecord ? "yes" : "no");
    const wrong = missing(form, asked);
    setErrors(wrong);
    if (wrong.size > 0) return;
    const with_whom = String(form.get("with_whom") ?? "").trim();
    onAnswers({
      type: "answers",
      ...given(form),
      with_whom,
      here: form.getAll("here").map(String),
    });
  }
  return (
    <form class="q-form" noValidate onSubmit={send}>
      <ErrorSummary errors={errors} />
      {asked.map((name) => (
        <div key={name}>
          <YesNo
            name={name}
            label={t(`answers.${name}`)}
            {...(WITH_HINT.has(name) ? { hint: t(`answers.${name}.hint`) } : {})}
            error={errors.get(name)}
            {...(name === "alone" ? { onChange: setAlone } : {})}
          />
          {name === "alone" && !alone && (
            <div class="q-reveal">
              <Company company={company} />
              <TextInput
                name="with_whom"
                label={t(company.length > 0 ? "answers.somebody_else" : "answers.with_whom")}
              />
            </div>
          )}
        </div>
      ))}
      <Button>{t("answers.send")}</Button>
    </form>
  );
}

/** Who was agreed to sit with them. A device that nobody knows yet is told no names. */
function Company({ company }: { company: Companion[] }) {
  if (company.length === 0) return null;
  return (
    <fieldset class="govuk-fieldset govuk-form-group">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
        {t("answers.company")}
      </legend>
      <div class="govuk-checkboxes">
        {company.map(({ participant_id, role, name }) => (
          <div class="govuk-checkboxes__item" key={participant_id}>
            <input
              class="govuk-checkboxes__input"
              id={`here-${participant_id}`}
              name="here"
              type="checkbox"
              value={participant_id}
            />
            <label class="govuk-label govuk-checkboxes__label" for={`here-${participant_id}`}>
              {name ?? t(`role.${role}`)}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
