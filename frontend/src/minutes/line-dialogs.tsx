// What is asked about one line: new words for it, whom it concerns, from whom it is withheld.
import { useState } from "preact/hooks";
import type { Api, Problem } from "../api";
import { AskDialog } from "../components/ask-dialog";
import type { Desk } from "../components/desk";
import {
  ErrorSummary,
  type Errors,
  NO_ERRORS,
  Select,
  TextArea,
  type Wrong,
} from "../components/fields";
import { ChildBoxes } from "../components/line-fields";
import { Alert } from "../components/notices";
import type { Line, MinuteDesk } from "../wire";
import { t } from "../words";
import type { Revision, Writing } from "./writing";

const GROUNDS = [
  "safe_contact",
  "adult_safety",
  "child_safety",
  "third_party_confidential",
  "criminal_investigation",
  "legal_privilege",
  "other",
];
const WHOLE_READERS = new Set(["independent_chair", "minute_taker"]);

interface OfLine {
  line: Line;
  onDone: () => void;
}

interface ReviseProps extends OfLine {
  api: Api;
  writing: Writing;
}

/** Words typed here are kept like those of a new line, until they are sent or given up. */
function useRevision({ line, api, writing, onDone }: ReviseProps) {
  const [said, setSaid] = useState(
    writing.revision(line.line_id) ?? { text: line.text, reason: "" },
  );
  const [known, setKnown] = useState(line.earlier.length);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  const [busy, setBusy] = useState(false);
  function note(change: Partial<Revision>): void {
    const next = { ...said, ...change };
    setSaid(next);
    writing.revise(line.line_id, next);
  }
  async function send(): Promise<void> {
    const body = { text: said.text.trim(), reason: said.reason.trim(), known };
    const isMissing = body.text === "" || body.reason === "";
    setErrors(isMissing ? new Map([["revise-text", () => t("line.revise-missing")]]) : NO_ERRORS);
    if (busy || isMissing) return;
    setBusy(true);
    const answer = await api.put(`lines/${line.line_id}/text`, body);
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) finish();
  }
  function finish(): void {
    writing.revise(line.line_id, null);
    onDone();
  }
  function seen(): void {
    setKnown(line.earlier.length);
    setProblem(null);
  }
  const changed = line.earlier.length !== known;
  return { said, problem, errors, changed, note, send, finish, seen };
}

export function ReviseDialog(props: ReviseProps) {
  const { said, problem, errors, changed, note, send, finish, seen } = useRevision(props);
  return (
    <AskDialog
      title={t("line.revise-title")}
      submit={t("line.revise-submit")}
      onSubmit={() => void send()}
      onCancel={finish}
    >
      <ErrorSummary errors={errors} />
      <Alert words={problem === null || changed ? null : problem.title} />
      {changed && <Meanwhile line={props.line} onSeen={seen} />}
      <p class="govuk-body">{t("line.revise-words")}</p>
      <Words
        id="revise-text"
        label={t("minutes.text")}
        value={said.text}
        onWords={(text) => note({ text })}
      />
      <Words
        id="revise-reason"
        label={t("line.revise-reason")}
        value={said.reason}
        onWords={(reason) => note({ reason })}
      />
    </AskDialog>
  );
}

/** Somebody else was quicker: their words are shown, one's own stay in the box. */
function Meanwhile({ line, onSeen }: { line: Line; onSeen: () => void }) {
  return (
    <div class="q-alert" role="alert">
      <p>{t("line.meanwhile")}</p>
      <p class="q-line__text">{line.text}</p>
      <button type="button" class="govuk-button govuk-button--secondary" onClick={onSeen}>
        {t("line.meanwhile-seen")}
      </button>
    </div>
  );
}

interface WordsProps {
  id: string;
  label: string;
  value: string;
  onWords: (words: string) => void;
}

function Words({ id, label, value, onWords }: WordsProps) {
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for={id}>
        {label}
      </label>
      <textarea
        class="govuk-textarea"
        id={id}
        rows={3}
        maxLength={id === "revise-reason" ? 500 : 4000}
        value={value}
        onInput={(event) => onWords(event.currentTarget.value)}
      />
    </div>
  );
}

interface DetailsProps extends OfLine {
  minutes: MinuteDesk;
  desk: Desk;
}

export function DetailsDialog({ line, minutes, desk, onDone }: DetailsProps) {
  const [children, setChildren] = useState(line.children);
  async function send(form: FormData): Promise<void> {
    const language = String(form.get("language") ?? "en");
    // When it was over stays as it was.
    const body = { children, language, until_seconds_ago: 0 };
    if (await desk.send(`lines/${line.line_id}/details`, body)) onDone();
  }
  return (
    <AskDialog
      title={t("line.details-title")}
      submit={t("line.details-submit")}
      desk={desk}
      onSubmit={(form) => void send(form)}
      onCancel={onDone}
    >
      <p class="q-line__text">{line.text}</p>
      <ChildBoxes
        list={minutes.children}
        chosen={children}
        onChange={(id, on) =>
          setChildren(on ? [...children, id] : children.filter((each) => each !== id))
        }
      />
      <LanguageOf line={line} />
    </AskDialog>
  );
}

function LanguageOf({ line }: { line: Line }) {
  const [language, setLanguage] = useState(line.language);
  return (
    <Select
      name="language"
      label={t("minutes.language")}
      value={language}
      options={["en", "cy"].map((value) => ({ value, label: t(`minutes.language.${value}`) }))}
      onChange={setLanguage}
    />
  );
}

/** From whom, and on what ground. The line itself stays. */
export function WithholdDialog({ line, minutes, desk, onDone }: DetailsProps) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  async function send(form: FormData): Promise<void> {
    const people = form.getAll("people").map(String);
    const ground = String(form.get("ground") ?? "");
    const reason = String(form.get("reason") ?? "").trim() || null;
    const wrong = faults(people, ground, reason);
    setErrors(wrong);
    if (wrong.size > 0) return;
    const body = { people, ground, reason };
    if (await desk.send(`lines/${line.line_id}/withholding`, body)) onDone();
  }
  return (
    <AskDialog
      title={t("withhold.title")}
      submit={t("withhold.submit")}
      kind="warning"
      desk={desk}
      onSubmit={(form) => void send(form)}
      onCancel={onDone}
    >
      <ErrorSummary errors={errors} />
      <p class="q-line__text">{line.text}</p>
      <p class="govuk-body">{t("withhold.what-happens")}</p>
      <People minutes={minutes} line={line} error={errors.get("people")} />
      <Select
        name="ground"
        label={t("withhold.ground")}
        empty={t("form.choose")}
        error={errors.get("ground")}
        options={GROUNDS.map((value) => ({ value, label: t(`withhold.ground.${value}`) }))}
      />
      <TextArea name="reason" label={t("withhold.reason")} error={errors.get("reason")} />
    </AskDialog>
  );
}

function faults(people: string[], ground: string, reason: string | null): Errors {
  const wrong = new Map<string, Wrong>();
  if (people.length === 0) wrong.set("people", () => t("withhold.people-missing"));
  if (ground === "") wrong.set("ground", () => t("withhold.ground-missing"));
  if (ground === "other" && reason === null) wrong.set("reason", () => t("form.reason-missing"));
  return wrong;
}

function People({
  minutes,
  line,
  error,
}: {
  minutes: MinuteDesk;
  line: Line;
  error: Wrong | undefined;
}) {
  const already = new Set(line.withheld.map((each) => each.participant_id));
  const people = minutes.speakers.filter(({ role }) => !WHOLE_READERS.has(role));
  return (
    <fieldset class={`govuk-fieldset govuk-form-group${error ? " govuk-form-group--error" : ""}`}>
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
        {t("withhold.people")}
      </legend>
      {error !== undefined && <p class="govuk-error-message">{error}</p>}
      <div class="govuk-checkboxes govuk-checkboxes--small">
        {people.map(({ participant_id, name, role }) => (
          <div class="govuk-checkboxes__item" key={participant_id}>
            <input
              class="govuk-checkboxes__input"
              type="checkbox"
              id={`withhold-${participant_id}`}
              name="people"
              value={participant_id}
              defaultChecked={already.has(participant_id)}
            />
            <label class="govuk-label govuk-checkboxes__label" for={`withhold-${participant_id}`}>
              {name}, {t(`role.${role}`)}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
