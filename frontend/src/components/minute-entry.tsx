// Writing one line, by keyboard: who, what kind, the words, Enter.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { newId } from "../live/outbox";
import { commandIn, kindOf, speakerKeys } from "../minutes/speaker-keys";
import type { Typed, Writing } from "../minutes/writing";
import type { MinuteDesk } from "../wire";
import { t } from "../words";
import { Button } from "./button";
import { Action, Children, Keys, Who } from "./line-fields";
import { Restricted } from "./restricted";

const LIMIT = 3800;
const WORDS = "line-text";

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

  // What was typed last, drawn or not: keys may come faster than the page is drawn.
  const newest = () => writing.typed.peek();

  function write(): void {
    const typed = newest();
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
    const begun = newest().text === "" ? { ...beginning(section, desk), beganAt: Date.now() } : {};
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
      <Who
        desk={desk}
        writing={writing}
        keys={keys}
        isMissing={wrong === "minutes.speaker-missing"}
      />
      <Children desk={desk} writing={writing} />
      {typed.kind === "plan" && <Action desk={desk} writing={writing} />}
      <WordsOfLine writing={writing} onType={type} onWrite={write} />
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

interface WordsProps {
  writing: Writing;
  onType: (text: string) => void;
  onWrite: () => void;
}

/** Enter writes the line, Shift and Enter begin a new row. */
function WordsOfLine({ writing, onType, onWrite }: WordsProps) {
  const words = useRef<HTMLTextAreaElement>(null);
  /** At once, before the next key: a later moment would take that key's letter away. */
  function show(): void {
    const { text } = writing.typed.peek();
    if (words.current && words.current.value !== text) words.current.value = text;
  }
  useLayoutEffect(show);
  function press(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    onWrite();
    show();
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
        onInput={(event) => {
          onType(event.currentTarget.value);
          show();
        }}
        onKeyDown={press}
      />
    </>
  );
}
