// The safety questions: who is there, and is it all right to talk (REQ-32). One form, privately.
import { useState } from "preact/hooks";
import type { Answers } from "../wire";
import { t } from "../words";
import { Button } from "./button";
import { ErrorSummary, type Errors, NO_ERRORS, TextInput, YesNo } from "./fields";

const QUESTIONS = [
  "alone",
  "others_can_hear",
  "child_can_hear",
  "headphones",
  "safe_to_talk",
  "will_not_record",
] as const;
const WITH_HINT = new Set<string>(["headphones", "safe_to_talk", "will_not_record"]);

type Question = (typeof QUESTIONS)[number];
export type Given = Omit<Answers, "type" | "with_whom">;

export function missing(form: FormData): Errors {
  const open = QUESTIONS.filter((name) => form.get(name) === null);
  return new Map(open.map((name) => [name, t(`answers.missing.${name}`)]));
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

export function AnswersForm({ onAnswers }: { onAnswers: (answers: Answers) => void }) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  const [alone, setAlone] = useState(true);
  function send(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const wrong = missing(form);
    setErrors(wrong);
    if (wrong.size > 0) return;
    const with_whom = String(form.get("with_whom") ?? "").trim();
    onAnswers({ type: "answers", ...given(form), with_whom });
  }
  return (
    <form class="q-form" noValidate onSubmit={send}>
      <ErrorSummary errors={errors} />
      {QUESTIONS.map((name) => (
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
              <TextInput name="with_whom" label={t("answers.with_whom")} />
            </div>
          )}
        </div>
      ))}
      <Button>{t("answers.send")}</Button>
    </form>
  );
}
