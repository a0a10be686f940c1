// A question in a window of its own: Escape or Cancel change nothing.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../words";
import { Button } from "./button";
import type { Desk } from "./desk";
import { Alert } from "./notices";

interface Asked {
  title: string;
  submit: string;
  kind?: "primary" | "warning";
  /** Where the answer is sent from: it says when to wait, and what was refused. */
  desk?: Desk;
  onSubmit: (form: FormData) => void;
  onCancel: () => void;
  children: ComponentChildren;
}

export function AskDialog({
  title,
  submit,
  kind = "primary",
  desk,
  onSubmit,
  onCancel,
  children,
}: Asked) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    // Firefox before 98 has no modal windows: there it is a part of the page.
    if (typeof shown?.showModal === "function") shown.showModal();
    else shown?.setAttribute("open", "");
    // Closed, and not just gone: then the focus is where it was before.
    return () => shown?.close?.();
  }, []);
  function send(event: SubmitEvent): void {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget as HTMLFormElement));
  }
  function cancel(event: Event): void {
    event.preventDefault();
    onCancel();
  }
  return (
    <dialog class="q-dialog" ref={dialog} aria-labelledby={id} onCancel={cancel}>
      <form noValidate onSubmit={send}>
        <h2 class="govuk-heading-m" id={id}>
          {title}
        </h2>
        <Alert words={desk?.problem.value ?? null} />
        {children}
        <div class="govuk-button-group">
          <Button kind={kind} disabled={desk?.busy.value ?? false}>
            {submit}
          </Button>
          <Button kind="secondary" onClick={onCancel}>
            {t("form.cancel")}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
