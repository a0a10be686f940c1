// The form parts of GOV.UK, as small components; the values are read from the form itself.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../words";

/** Words that are said anew when the page changes its language. */
export type Wrong = () => string;
/** What is wrong, by the name of the field. */
export type Errors = ReadonlyMap<string, Wrong>;
export const NO_ERRORS: Errors = new Map();

interface Field {
  name: string;
  label: ComponentChildren;
  hint?: string;
  error?: Wrong | undefined;
}

function Group({ error, children }: { error: Wrong | undefined; children: ComponentChildren }) {
  const wrong = error === undefined ? "" : " govuk-form-group--error";
  return <div class={`govuk-form-group${wrong}`}>{children}</div>;
}

function ErrorText({ id, error }: { id: string; error: Wrong | undefined }) {
  if (error === undefined) return null;
  return (
    <p id={id} class="govuk-error-message">
      <span class="govuk-visually-hidden">{t("form.error")} </span>
      {error()}
    </p>
  );
}

function describedBy(id: string, hint?: string, error?: Wrong): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return ids === "" ? undefined : ids;
}

export function YesNo({
  name,
  label,
  hint,
  error,
  onChange,
}: Field & { onChange?: (yes: boolean) => void }) {
  const id = useId();
  return (
    <Group error={error}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy(id, hint, error)}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{label}</legend>
        {hint && (
          <div id={`${id}-hint`} class="govuk-hint">
            {hint}
          </div>
        )}
        <ErrorText id={`${id}-error`} error={error} />
        <div class="govuk-radios govuk-radios--inline">
          {(["yes", "no"] as const).map((value) => (
            <div class="govuk-radios__item" key={value}>
              <input
                class="govuk-radios__input"
                id={`${id}-${value}`}
                name={name}
                type="radio"
                value={value}
                onChange={() => onChange?.(value === "yes")}
              />
              <label class="govuk-label govuk-radios__label" for={`${id}-${value}`}>
                {t(`form.${value}`)}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </Group>
  );
}

interface SelectField extends Field {
  options: { value: string; label: string }[];
  /** Words of the first, empty choice. Without it the first option is chosen. */
  empty?: string;
  value?: string;
  onChange?: (value: string) => void;
}

export function Select({ name, label, hint, error, options, empty, value, onChange }: SelectField) {
  const id = useId();
  return (
    <Group error={error}>
      <label class="govuk-label" for={`${id}-${name}`}>
        {label}
      </label>
      {hint && (
        <div id={`${id}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      <ErrorText id={`${id}-error`} error={error} />
      <select
        class="govuk-select"
        id={`${id}-${name}`}
        name={name}
        {...(value === undefined ? {} : { value })}
        aria-describedby={describedBy(id, hint, error)}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Group>
  );
}

export function TextArea({
  name,
  label,
  hint,
  error,
  rows = 3,
  limit = 500,
}: Field & { rows?: number; limit?: number }) {
  const id = useId();
  return (
    <Group error={error}>
      <label class="govuk-label" for={`${id}-${name}`}>
        {label}
      </label>
      {hint && (
        <div id={`${id}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      <ErrorText id={`${id}-error`} error={error} />
      <textarea
        class="govuk-textarea"
        id={`${id}-${name}`}
        name={name}
        rows={rows}
        maxLength={limit}
        aria-describedby={describedBy(id, hint, error)}
      />
    </Group>
  );
}

type TextField = Field & { width?: string; limit?: number; numeric?: boolean };

export function TextInput({
  name,
  label,
  hint,
  error,
  width = "",
  limit = 200,
  numeric = false,
}: TextField) {
  const id = useId();
  return (
    <Group error={error}>
      <label class="govuk-label" for={`${id}-${name}`}>
        {label}
      </label>
      {hint && (
        <div id={`${id}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      <ErrorText id={`${id}-error`} error={error} />
      <input
        class={`govuk-input ${width}`}
        id={`${id}-${name}`}
        name={name}
        type="text"
        maxLength={limit}
        autocomplete="off"
        {...(numeric ? { inputMode: "numeric" as const } : {})}
        aria-describedby={describedBy(id, hint, error)}
      />
    </Group>
  );
}

/** What is missing, at the top, each a way to its field. Takes the focus when it appears. */
export function ErrorSummary({ errors }: { errors: Errors }) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (errors.size > 0) box.current?.focus();
  }, [errors]);
  if (errors.size === 0) return null;
  return (
    <div class="govuk-error-summary" role="alert" aria-labelledby={id} tabIndex={-1} ref={box}>
      <h2 class="govuk-error-summary__title" id={id}>
        {t("form.there-is-a-problem")}
      </h2>
      <ul class="govuk-list govuk-error-summary__list">
        {[...errors].map(([name, words]) => (
          <li key={name}>
            <a href={`#${name}`} onClick={(event) => goTo(event, name)}>
              {words()}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function goTo(event: MouseEvent, name: string): void {
  event.preventDefault();
  const form = (event.currentTarget as HTMLElement).closest("form");
  const field = form?.elements.namedItem(name);
  const first = field instanceof RadioNodeList ? field[0] : field;
  if (first instanceof HTMLElement) first.focus();
}
