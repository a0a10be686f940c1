// Fields that only the chair's dialogs need: a day, a free set of choices, one tick.
import { useId } from "preact/hooks";
import type { Wrong } from "../components/fields";
import { t } from "../words";

interface Field {
  name: string;
  label: string;
  hint?: string | undefined;
  error?: Wrong | undefined;
}

export interface Choice {
  value: string;
  label: string;
}

/** `yes` in the form where it is ticked. */
export function Tick({ name, label, checked = false }: Field & { checked?: boolean }) {
  const id = useId();
  return (
    <div class="govuk-checkboxes govuk-checkboxes--small govuk-form-group">
      <Box id={id} name={name} value="yes" label={label} checked={checked} />
    </div>
  );
}

function Box(box: { id: string; name: string; value: string; label: string; checked: boolean }) {
  return (
    <div class="govuk-checkboxes__item">
      <input
        class="govuk-checkboxes__input"
        id={box.id}
        name={box.name}
        type="checkbox"
        value={box.value}
        defaultChecked={box.checked}
      />
      <label class="govuk-label govuk-checkboxes__label" for={box.id}>
        {box.label}
      </label>
    </div>
  );
}

interface ManyProps extends Field {
  choices: Choice[];
  chosen?: readonly string[];
}

export function Many({ name, label, hint, error, choices, chosen = [] }: ManyProps) {
  const id = useId();
  return (
    <div class={`govuk-form-group${error === undefined ? "" : " govuk-form-group--error"}`}>
      <fieldset class="govuk-fieldset" aria-describedby={described(id, hint, error)}>
        <legend class="govuk-fieldset__legend">{label}</legend>
        <Beside id={id} hint={hint} error={error} />
        <div class="govuk-checkboxes govuk-checkboxes--small">
          {choices.map((each) => (
            <Box
              key={each.value}
              id={`${id}-${each.value}`}
              name={name}
              value={each.value}
              label={each.label}
              checked={chosen.includes(each.value)}
            />
          ))}
        </div>
      </fieldset>
    </div>
  );
}

export function Day({ name, label, hint, error, value }: Field & { value?: string }) {
  const id = useId();
  return (
    <div class={`govuk-form-group${error === undefined ? "" : " govuk-form-group--error"}`}>
      <label class="govuk-label" for={`${id}-day`}>
        {label}
      </label>
      <Beside id={id} hint={hint} error={error} />
      <input
        class="govuk-input govuk-input--width-10"
        id={`${id}-day`}
        name={name}
        type="date"
        {...(value === undefined ? {} : { defaultValue: value })}
        aria-describedby={described(id, hint, error)}
      />
    </div>
  );
}

function described(id: string, hint?: string, error?: Wrong): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return ids === "" ? undefined : ids;
}

function Beside({
  id,
  hint,
  error,
}: {
  id: string;
  hint?: string | undefined;
  error?: Wrong | undefined;
}) {
  return (
    <>
      {hint !== undefined && (
        <div id={`${id}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class="govuk-error-message">
          <span class="govuk-visually-hidden">{t("form.error")} </span>
          {error()}
        </p>
      )}
    </>
  );
}

export const textIn = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

/** Null where nothing was written or chosen. */
export const orNull = (form: FormData, name: string): string | null => textIn(form, name) || null;
