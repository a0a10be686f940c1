// Writing one line, by keyboard: who, what kind, the words, Enter.
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { newId, type Outbox, type Unsent } from "../live/outbox";
import { commandIn, KINDS, kindOf, speakerKeys } from "../minutes/speaker-keys";
import type { Typed, Writing } from "../minutes/writing";
import type { MinuteDesk } from "../wire";
import { plural, t } from "../words";
import { Button } from "./button";
import { Select } from "./fields";

const LIMIT = 3800;
const WORDS = "line-text";
const LANGUAGES = ["en", "cy"];

interface Props {
  section: string | null;
  desk: MinuteDesk;
  writing: Writing;
}

/** What was wrong with the last try, as a key of the catalogue. */
type Wrong = "minutes.speaker-missing" | "minutes.no-section" | null;

export function MinuteEntry({ section, desk, writing }: Props) {
  const [wrong, setWrong] = useState<Wrong>(null);
  const [told, setTold] = useState("");
  const keys = useMemo(() => speakerKeys(desk.speakers), [desk.speakers]);
  const typed = writing.typed.value;
  const name = (id: string) => desk.speakers.find((each) => each.participant_id === id)?.name;

  function write(): void {
    if (typed.text.trim() === "") return;
    const sectionId = typed.section_id ?? desk.section_id;
    const next = whatIsWrong(sectionId, name(typed.speaker));
    setWrong(next);
    if (next !== null) return;
    setTold(t("minutes.written", { name: name(typed.speaker) ?? "" }));
    writing.write(newId(), sectionId, wordsOf(typed, name(typed.owner)));
    document.getElementById(WORDS)?.focus();
  }

  function type(text: string): void {
    const command = commandIn(text);
    const change = command === null ? null : obeyed(command.key);
    const begun = typed.text === "" ? { ...beginning(section, desk), beganAt: Date.now() } : {};
    writing.type({ ...begun, ...change, text: change ? (command?.rest ?? "") : text });
  }

  function obeyed(key: string): Partial<Typed> | null {
    const kind = kindOf(key);
    const speaker = [...keys].find(([, letter]) => letter === key)?.[0];
    if (kind === undefined && speaker === undefined) {
      setTold(t("minutes.no-key", { key }));
      return null;
    }
    setTold(kind === undefined ? (name(speaker ?? "") ?? "") : t(`kind.${kind}`));
    return kind === undefined ? { speaker: speaker ?? "" } : { kind };
  }

  return (
    <div class={`q-entry${desk.restricted ? " q-entry--restricted" : ""}`}>
      <Where section={section} desk={desk} writing={writing} />
      <Who desk={desk} writing={writing} keys={keys} wrong={wrong} />
      <Children desk={desk} writing={writing} />
      {typed.kind === "plan" && <Action desk={desk} writing={writing} />}
      <WordsOfLine typed={typed} onType={type} onWrite={write} />
      {wrong === "minutes.no-section" && <p class="govuk-error-message">{t(wrong)}</p>}
      <Button disabled={desk.section_id === null && typed.section_id === null} onClick={write}>
        {t("minutes.write")}
      </Button>
      <p class="govuk-visually-hidden" role="status">
        {told}
      </p>
      <Keys desk={desk} keys={keys} />
    </div>
  );
}

function whatIsWrong(sectionId: string | null, speaker: string | undefined): Wrong {
  if (sectionId === null) return "minutes.no-section";
  return speaker === undefined ? "minutes.speaker-missing" : null;
}

/** An action says who does it and by when, in the words of the line itself. */
function wordsOf(typed: Typed, owner: string | undefined): string {
  const text = typed.text.trim();
  if (typed.kind !== "plan") return text;
  const who = owner === undefined ? "" : t("minutes.action-owner", { owner });
  const [year, month, day] = typed.by.split("-").map(Number);
  const by = day === undefined ? "" : t("minutes.action-by", { by: `${day}/${month}/${year}` });
  return [text, who, by].filter(Boolean).join(" ");
}

const beginning = (section: string | null, desk: MinuteDesk) => ({
  section,
  section_id: desk.section_id,
});

/** The part that is open; and the one in which these words were begun, if it is another. */
function Where({ section, desk, writing }: Props) {
  const typed = writing.typed.value;
  const moved = typed.text !== "" && typed.section_id !== null;
  return (
    <>
      <p class="govuk-body q-entry__where">
        {section === null ? t("minutes.no-section") : t("minutes.section", { section })}
        {desk.restricted && <Restricted />}
      </p>
      {moved && typed.section_id !== desk.section_id && (
        <div class="q-alert">
          <p>{t("minutes.moved", { section: typed.section ?? "" })}</p>
          {section !== null && (
            <Button
              small
              kind="secondary"
              onClick={() => writing.type({ ...beginning(section, desk), beganAt: Date.now() })}
            >
              {t("minutes.move-here", { section })}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

export function Restricted() {
  return <strong class="govuk-tag govuk-tag--purple q-tag">{t("minutes.restricted")}</strong>;
}

interface WhoProps {
  desk: MinuteDesk;
  writing: Writing;
  keys: ReadonlyMap<string, string>;
  wrong: Wrong;
}

function Who({ desk, writing, keys, wrong }: WhoProps) {
  const typed = writing.typed.value;
  const missing = wrong === "minutes.speaker-missing" && typed.speaker === "";
  const withKey = (label: string, key?: string) => (key ? `${label} (/${key})` : label);
  return (
    <div class="q-entry__row">
      <Select
        name="speaker"
        label={t("minutes.speaker")}
        empty={t("form.choose")}
        value={typed.speaker}
        error={missing ? t("minutes.speaker-missing") : undefined}
        options={desk.speakers.map(({ participant_id, name }) => ({
          value: participant_id,
          label: withKey(name, keys.get(participant_id)),
        }))}
        onChange={(speaker) => writing.type({ speaker })}
      />
      <Select
        name="kind"
        label={t("minutes.kind")}
        value={typed.kind}
        options={KINDS.map((value, n) => ({
          value,
          label: withKey(t(`kind.${value}`), String(n + 1)),
        }))}
        onChange={(kind) => writing.type({ kind })}
      />
      <Select
        name="language"
        label={t("minutes.language")}
        value={typed.language}
        options={LANGUAGES.map((value) => ({ value, label: t(`minutes.language.${value}`) }))}
        onChange={(language) => writing.type({ language })}
      />
    </div>
  );
}

function Action({ desk, writing }: Pick<Props, "desk" | "writing">) {
  const { owner, by } = writing.typed.value;
  return (
    <div class="q-entry__row">
      <Select
        name="owner"
        label={t("line.action-owner")}
        empty={t("minutes.action-nobody")}
        value={owner}
        options={desk.speakers.map(({ participant_id, name }) => ({
          value: participant_id,
          label: name,
        }))}
        onChange={(next) => writing.type({ owner: next })}
      />
      <div class="govuk-form-group">
        <label class="govuk-label" for="line-by">
          {t("line.action-by")}
        </label>
        <input
          class="govuk-input govuk-input--width-10"
          id="line-by"
          type="date"
          value={by}
          onInput={(event) => writing.type({ by: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}

function Children({ desk, writing }: Pick<Props, "desk" | "writing">) {
  const chosen = writing.typed.value.children;
  if (desk.children.length === 0) return null;
  const change = (id: string, on: boolean) =>
    writing.type({ children: on ? [...chosen, id] : chosen.filter((each) => each !== id) });
  return <ChildBoxes list={desk.children} chosen={chosen} onChange={change} />;
}

interface BoxesProps {
  list: MinuteDesk["children"];
  chosen: string[];
  onChange: (id: string, on: boolean) => void;
}

export function ChildBoxes({ list, chosen, onChange }: BoxesProps) {
  const id = useId();
  return (
    <fieldset class="govuk-fieldset q-entry__children">
      <legend class="govuk-fieldset__legend">{t("minutes.children")}</legend>
      <div class="govuk-checkboxes govuk-checkboxes--small">
        {list.map(({ child_id, name }) => (
          <div class="govuk-checkboxes__item" key={child_id}>
            <input
              class="govuk-checkboxes__input"
              type="checkbox"
              id={`${id}-${child_id}`}
              checked={chosen.includes(child_id)}
              onChange={(event) => onChange(child_id, event.currentTarget.checked)}
            />
            <label class="govuk-label govuk-checkboxes__label" for={`${id}-${child_id}`}>
              {name}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

interface WordsProps {
  typed: Typed;
  onType: (text: string) => void;
  onWrite: () => void;
}

/** Enter writes the line, Shift and Enter begin a new row. */
function WordsOfLine({ typed, onType, onWrite }: WordsProps) {
  const words = useRef<HTMLTextAreaElement>(null);
  // A command is taken out of the box as soon as it is typed.
  useEffect(() => {
    if (words.current && words.current.value !== typed.text) words.current.value = typed.text;
  });
  function press(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    onWrite();
  }
  return (
    <>
      <label class="govuk-label" for={WORDS}>
        {t("minutes.text")}
      </label>
      <div class="govuk-hint" id="line-hint">
        {t("minutes.text.hint")}
      </div>
      <textarea
        id={WORDS}
        class="govuk-textarea"
        rows={3}
        maxLength={LIMIT}
        ref={words}
        aria-describedby="line-hint"
        onInput={(event) => onType(event.currentTarget.value)}
        onKeyDown={press}
      />
    </>
  );
}

function Keys({ desk, keys }: { desk: MinuteDesk; keys: ReadonlyMap<string, string> }) {
  return (
    <details class="q-keys">
      <summary>{t("minutes.keys")}</summary>
      <p class="govuk-body-s">{t("minutes.keys.how")}</p>
      <ul>
        {desk.speakers.map(({ participant_id, name, role }) => (
          <li key={participant_id}>
            <kbd>/{keys.get(participant_id) ?? "–"}</kbd> {name}, {t(`role.${role}`)}
          </li>
        ))}
        {KINDS.map((kind, n) => (
          <li key={kind}>
            <kbd>/{n + 1}</kbd> {t(`kind.${kind}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Lines on their way, and those that were refused, with the reason and the ways on. */
export function UnsentLines({ outbox }: { outbox: Outbox }) {
  const lines = outbox.unsent.value;
  const waiting = lines.filter((line) => line.problem === null);
  return (
    <div>
      {waiting.length > 0 && (
        <p class="q-alert">{plural("minutes.on-their-way", waiting.length)}</p>
      )}
      {lines.map(
        (line) =>
          line.problem !== null && <Refused key={line.line_id} line={line} outbox={outbox} />,
      )}
    </div>
  );
}

function Refused({ line, outbox }: { line: Unsent; outbox: Outbox }) {
  const about = line.text.slice(0, 40);
  return (
    <div class="q-alert">
      <p>
        <strong>{t("minutes.not-written")}</strong> {line.problem}
      </p>
      <p class="q-line__text">{line.text}</p>
      <div class="q-acts">
        <Button small about={about} onClick={() => outbox.sendAgain(line.line_id)}>
          {t("minutes.send-again")}
        </Button>
        <Button small kind="secondary" about={about} onClick={() => outbox.forget(line.line_id)}>
          {t("minutes.give-up")}
        </Button>
      </div>
    </div>
  );
}
