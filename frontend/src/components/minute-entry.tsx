// Writing one line, by keyboard: who, what kind, the words, Enter.
import { useRef, useState } from "preact/hooks";
import { newId, type Outbox } from "../live/outbox";
import type { Person } from "../wire";
import { t } from "../words";
import { Button } from "./button";
import { Select } from "./fields";

const KINDS = [
  "fact",
  "opinion",
  "account",
  "child_voice",
  "plan",
  "decision",
  "dissent",
  "record",
];
const LIMIT = 4000;

interface Props {
  section: string | null;
  people: Person[];
  outbox: Outbox;
}

export function MinuteEntry({ section, people, outbox }: Props) {
  const [speaker, setSpeaker] = useState("");
  const [kind, setKind] = useState("fact");
  const [missing, setMissing] = useState(false);
  const here = people.some((person) => person.participant_id === speaker);
  /** False: the words stay where they are. */
  function write(text: string, beganAt: number): boolean {
    setMissing(!here);
    if (here) outbox.write({ line_id: newId(), speaker, kind, text }, beganAt);
    return here;
  }
  return (
    <div class="q-entry">
      <p class="govuk-body">
        {section === null ? t("minutes.no-section") : t("minutes.section", { section })}
      </p>
      <div class="q-entry__row">
        <Select
          name="speaker"
          label={t("minutes.speaker")}
          empty={t("form.choose")}
          value={here ? speaker : ""}
          error={missing && !here ? t("minutes.speaker-missing") : undefined}
          options={people.map((person) => ({ value: person.participant_id, label: person.name }))}
          onChange={setSpeaker}
        />
        <Select
          name="kind"
          label={t("minutes.kind")}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={setKind}
        />
      </div>
      <WordsOfLine disabled={section === null} onWrite={write} />
    </div>
  );
}

interface WordsProps {
  disabled: boolean;
  onWrite: (text: string, beganAt: number) => boolean;
}

/** Enter writes the line, Shift and Enter begin a new row. */
function WordsOfLine({ disabled, onWrite }: WordsProps) {
  const words = useRef<HTMLTextAreaElement>(null);
  const beganAt = useRef<number | null>(null);
  function write(): void {
    const text = words.current?.value.trim() ?? "";
    if (disabled || text === "" || words.current === null) return;
    if (!onWrite(text, beganAt.current ?? performance.now())) return;
    words.current.value = "";
    beganAt.current = null;
  }
  function begin(): void {
    beganAt.current ??= performance.now();
  }
  function press(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    write();
  }
  return (
    <>
      <label class="govuk-label" for="line-text">
        {t("minutes.text")}
      </label>
      <div class="govuk-hint" id="line-hint">
        {t("minutes.text.hint")}
      </div>
      <textarea
        id="line-text"
        class="govuk-textarea"
        rows={3}
        maxLength={LIMIT}
        ref={words}
        aria-describedby="line-hint"
        onInput={begin}
        onKeyDown={press}
      />
      <Button disabled={disabled} onClick={write}>
        {t("minutes.write")}
      </Button>
    </>
  );
}

export function UnsentLines({ outbox }: { outbox: Outbox }) {
  const lines = outbox.unsent.value;
  return (
    <div role="status">
      {lines.map((line) => (
        <div class="q-alert" key={line.line_id}>
          <p>{line.problem ?? t("minutes.sending")}</p>
          <p class="q-line__text">{line.text}</p>
          {line.problem !== null && (
            <Button
              small
              about={line.text.slice(0, 40)}
              onClick={() => outbox.sendAgain(line.line_id)}
            >
              {t("minutes.send-again")}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
