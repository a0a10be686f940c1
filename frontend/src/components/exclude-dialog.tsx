// Excluding somebody: five things are asked for the record, and it says what will happen (REQ-66).
import { useState } from "preact/hooks";
import { t } from "../words";
import { AskDialog } from "./ask-dialog";
import type { Desk } from "./desk";
import {
  ErrorSummary,
  type Errors,
  NO_ERRORS,
  Select,
  TextArea,
  TextInput,
  type Wrong,
} from "./fields";

export const GROUNDS = [
  "child_welfare_prejudice",
  "prevents_full_consideration",
  "violence_or_disruption",
  "unfit_state",
  "criminal_investigation",
  "legal_advice",
  "third_party_confidential",
  "prevents_contribution",
  "child_request",
  "separate_attendance",
  "court_order_or_bail",
  "partial_attendance",
  "other",
] as const;

const CHOICES = {
  ground: GROUNDS,
  told: ["in_person", "on_screen", "by_phone", "by_supporter", "by_letter"],
  views_route: ["in_writing", "social_worker", "separate_meeting", "representative"],
  span: ["this_part", "from_now_on", "whole"],
} as const;

export interface Exclusion {
  ground: string;
  reason: string;
  told: string;
  views_route: string;
  span: string;
  notice_minutes: number | null;
}

interface Props {
  name: string;
  /** Whether they were warned before, in words. */
  warning: string;
  /** What happens to others in the same room, in words. */
  alsoSilent: string | null;
  desk: Desk;
  onExclude: (exclusion: Exclusion) => void;
  onCancel: () => void;
}

export function minutesIn(form: FormData): number | null | "wrong" {
  const text = String(form.get("notice_minutes") ?? "").trim();
  if (text === "") return null;
  const minutes = Number(text);
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 480 ? minutes : "wrong";
}

function read(form: FormData): { exclusion: Exclusion; errors: Errors } {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const minutes = minutesIn(form);
  const required = ["ground", "reason", "told", "views_route", "span"];
  const errors = new Map<string, Wrong>();
  for (const name of required)
    if (text(name) === "") errors.set(name, () => t(`exclude.missing.${name}`));
  if (minutes === "wrong") errors.set("notice_minutes", () => t("form.minutes-wrong"));
  const exclusion = {
    ground: text("ground"),
    reason: text("reason"),
    told: text("told"),
    views_route: text("views_route"),
    span: text("span"),
    notice_minutes: minutes === "wrong" ? null : minutes,
  };
  return { exclusion, errors };
}

export function ExcludeDialog({ name, warning, alsoSilent, desk, onExclude, onCancel }: Props) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  function submit(form: FormData): void {
    const { exclusion, errors: wrong } = read(form);
    setErrors(wrong);
    if (wrong.size === 0) onExclude(exclusion);
  }
  return (
    <AskDialog
      title={t("exclude.title", { name })}
      submit={t("exclude.submit")}
      kind="warning"
      desk={desk}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <ErrorSummary errors={errors} />
      <div class="govuk-inset-text">
        <p>{t("exclude.what_happens", { name })}</p>
        {alsoSilent !== null && <p class="govuk-!-font-weight-bold">{alsoSilent}</p>}
        <p>{warning}</p>
      </div>
      <OneOf name="ground" errors={errors} />
      <TextArea
        name="reason"
        label={t("exclude.reason")}
        hint={t("exclude.reason.hint")}
        error={errors.get("reason")}
      />
      <OneOf name="told" errors={errors} />
      <OneOf name="views_route" errors={errors} />
      <OneOf name="span" errors={errors} />
      <Minutes error={errors.get("notice_minutes")} />
    </AskDialog>
  );
}

function OneOf({ name, errors }: { name: keyof typeof CHOICES; errors: Errors }) {
  return (
    <Select
      name={name}
      label={t(`exclude.${name}`)}
      empty={t("form.choose")}
      error={errors.get(name)}
      options={CHOICES[name].map((value) => ({ value, label: t(`${name}.${value}`) }))}
    />
  );
}

export function Minutes({ error }: { error: Wrong | undefined }) {
  return (
    <TextInput
      name="notice_minutes"
      label={t("form.minutes")}
      hint={t("form.minutes.hint")}
      width="govuk-input--width-4"
      limit={3}
      numeric
      error={error}
    />
  );
}
