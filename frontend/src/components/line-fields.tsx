// What a line says beside its words: who spoke, what kind it is, whom it concerns, who does it.
import { useId } from "preact/hooks";
import { KINDS } from "../minutes/speaker-keys";
import type { Writing } from "../minutes/writing";
import type { MinuteDesk } from "../wire";
import { t } from "../words";
import { Select } from "./fields";

const LANGUAGES = ["en", "cy"];

interface Props {
  desk: MinuteDesk;
  writing: Writing;
}

interface WhoProps extends Props {
  keys: ReadonlyMap<string, string>;
  isMissing: boolean;
}

export function Who({ desk, writing, keys, isMissing }: WhoProps) {
  const typed = writing.typed.value;
  const missing = isMissing && typed.speaker === "";
  const withKey = (label: string, key?: string) => (key ? `${label} (/${key})` : label);
  return (
    <div class="q-entry__row">
      <Select
        name="speaker"
        label={t("minutes.speaker")}
        empty={t("form.choose")}
        value={typed.speaker}
        error={missing ? () => t("minutes.speaker-missing") : undefined}
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

export function Action({ desk, writing }: Props) {
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

export function Children({ desk, writing }: Props) {
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

export function Keys({ desk, keys }: { desk: MinuteDesk; keys: ReadonlyMap<string, string> }) {
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
