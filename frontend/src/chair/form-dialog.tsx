// A question with fields: it stays open, with what was filled in, until all is there and taken.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { AskDialog } from "../components/ask-dialog";
import type { Desk } from "../components/desk";
import { ErrorSummary, type Errors, NO_ERRORS } from "../components/fields";
import { t } from "../words";
import { textIn } from "./fields";

interface FormProps {
  title: string;
  submit: string;
  kind?: "primary" | "warning";
  desk: Desk;
  /** Fields that may not be left empty, each with the words that say so. */
  needed?: Record<string, string>;
  /** True: taken. */
  onSend: (form: FormData) => Promise<boolean>;
  onDone: () => void;
  children: (errors: Errors) => ComponentChildren;
}

export function FormDialog({ needed = {}, onSend, onDone, children, ...asked }: FormProps) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  async function take(form: FormData): Promise<void> {
    const missing = Object.keys(needed).filter((name) => textIn(form, name) === "");
    setErrors(new Map(missing.map((name) => [name, () => missingWords(needed[name] ?? "")])));
    if (missing.length === 0 && (await onSend(form))) onDone();
  }
  return (
    <AskDialog {...asked} onSubmit={(form) => void take(form)} onCancel={onDone}>
      <ErrorSummary errors={errors} />
      {children(errors)}
    </AskDialog>
  );
}

/** Words of their own, or else the field's label. */
function missingWords(key: string): string {
  return key.startsWith("form.") ? t(key) : t("chair.missing", { label: t(key) });
}
