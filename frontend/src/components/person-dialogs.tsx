// The smaller questions about one person: how you know them, why, and for how long.
import { useState } from "preact/hooks";
import type { PanelLeg, PanelPerson } from "../wire";
import { t } from "../words";
import { AskDialog } from "./ask-dialog";
import type { Desk } from "./desk";
import { Minutes, minutesIn } from "./exclude-dialog";
import { ErrorSummary, type Errors, NO_ERRORS, Select, TextArea, type Wrong } from "./fields";
import { answersInWords, isClear } from "./panel-words";

const METHODS = ["known_to_chair", "asked_and_confirmed", "vouched_for"];

function oneError(name: string, key: string): Errors {
  return new Map([[name, () => t(key)]]);
}

interface Props {
  person: PanelPerson;
  desk: Desk;
  onCancel: () => void;
}

function Method({ error }: { error: Wrong | undefined }) {
  return (
    <Select
      name="identity"
      label={t("identity.label")}
      empty={t("form.choose")}
      error={error}
      options={METHODS.map((value) => ({ value, label: t(`identity.${value}`) }))}
    />
  );
}

export interface Admission {
  identity: string | null;
  reason: string | null;
}

type AdmitProps = Props & { leg: PanelLeg; onAdmit: (admission: Admission) => void };

/** Asks only what is open: how the chair knows them, and why in spite of their answers. */
export function AdmitDialog({ person, leg, desk, onAdmit, onCancel }: AdmitProps) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  const needs = { identity: !leg.identified, reason: !isClear(leg) };
  function submit(form: FormData): void {
    const text = (name: "identity" | "reason") => String(form.get(name) ?? "").trim() || null;
    const admission = { identity: text("identity"), reason: text("reason") };
    const wrong = new Map<string, Wrong>();
    if (needs.identity && !admission.identity) wrong.set("identity", () => t("identity.missing"));
    if (needs.reason && !admission.reason) wrong.set("reason", () => t("admit.reason.missing"));
    setErrors(wrong);
    if (wrong.size === 0) onAdmit(admission);
  }
  const { name } = person;
  return (
    <AskDialog
      title={t("admit.title", { name })}
      submit={t("admit.submit")}
      desk={desk}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <ErrorSummary errors={errors} />
      {needs.identity && <Method error={errors.get("identity")} />}
      {needs.reason && (
        <>
          <p class="govuk-inset-text q-warning">{answersInWords(leg)}</p>
          <TextArea name="reason" label={t("admit.reason")} error={errors.get("reason")} />
        </>
      )}
    </AskDialog>
  );
}

/** For whoever must be known before something else may happen: the opening, a way back. */
export function IdentifyDialog({
  person,
  desk,
  onKnown,
  onCancel,
  title,
  submit,
}: Props & { title: string; submit: string; onKnown: (method: string) => void }) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  function take(form: FormData): void {
    const method = String(form.get("identity") ?? "");
    setErrors(method === "" ? oneError("identity", "identity.missing") : NO_ERRORS);
    if (method !== "") onKnown(method);
  }
  return (
    <AskDialog
      title={t(title, { name: person.name })}
      submit={t(submit)}
      desk={desk}
      onSubmit={take}
      onCancel={onCancel}
    >
      <ErrorSummary errors={errors} />
      <Method error={errors.get("identity")} />
    </AskDialog>
  );
}

export function RefuseDialog({
  person,
  desk,
  onRefuse,
  onCancel,
}: Props & { onRefuse: (reason: string) => void }) {
  const { name } = person;
  return (
    <ReasonDialog
      title={t("refuse.title", { name })}
      words={t("refuse.what_happens", { name })}
      label={t("refuse.reason")}
      submit={t("refuse.submit")}
      desk={desk}
      onReason={onRefuse}
      onCancel={onCancel}
    />
  );
}

interface ReasonProps {
  title: string;
  words: string;
  label: string;
  submit: string;
  desk: Desk;
  onReason: (reason: string) => void;
  onCancel: () => void;
}

export function ReasonDialog({
  title,
  words,
  label,
  submit,
  desk,
  onReason,
  onCancel,
}: ReasonProps) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  function take(form: FormData): void {
    const reason = String(form.get("reason") ?? "").trim();
    setErrors(reason === "" ? oneError("reason", "form.reason-missing") : NO_ERRORS);
    if (reason !== "") onReason(reason);
  }
  return (
    <AskDialog
      title={title}
      submit={submit}
      kind="warning"
      desk={desk}
      onSubmit={take}
      onCancel={onCancel}
    >
      <ErrorSummary errors={errors} />
      <p class="govuk-body">{words}</p>
      <TextArea name="reason" label={label} error={errors.get("reason")} />
    </AskDialog>
  );
}

type HoldProps = Props & { alsoSilent: string | null; onHold: (minutes: number | null) => void };

export function HoldDialog({ person, alsoSilent, desk, onHold, onCancel }: HoldProps) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  const { name } = person;
  function take(form: FormData): void {
    const minutes = minutesIn(form);
    setErrors(minutes === "wrong" ? oneError("notice_minutes", "form.minutes-wrong") : NO_ERRORS);
    if (minutes !== "wrong") onHold(minutes);
  }
  return (
    <AskDialog
      title={t("hold.title", { name })}
      submit={t("hold.submit")}
      desk={desk}
      onSubmit={take}
      onCancel={onCancel}
    >
      <ErrorSummary errors={errors} />
      <p class="govuk-body">{t("hold.what_happens", { name })}</p>
      {alsoSilent !== null && <p class="govuk-body govuk-!-font-weight-bold">{alsoSilent}</p>}
      <Minutes error={errors.get("notice_minutes")} />
    </AskDialog>
  );
}
