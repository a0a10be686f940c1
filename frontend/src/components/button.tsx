// A button that says what pressing it does, and to whom.
import type { ComponentChildren } from "preact";

interface Look {
  kind?: "primary" | "secondary" | "warning";
  small?: boolean;
  /** Takes no press for now. It keeps the focus: whoever works by keyboard stays where they are. */
  disabled?: boolean;
  pressed?: boolean;
  /** Read out after the words on the button: whom it is about. */
  about?: string;
  onClick?: () => void;
  children: ComponentChildren;
}

const CLASSES = {
  primary: "",
  secondary: " govuk-button--secondary",
  warning: " govuk-button--warning",
};

export function Button(look: Look) {
  const { kind = "primary", small = false, disabled = false, about, onClick, children } = look;
  function press(event: MouseEvent): void {
    if (disabled) event.preventDefault();
    else onClick?.();
  }
  return (
    <button
      type={onClick === undefined ? "submit" : "button"}
      class={`govuk-button${CLASSES[kind]}${small ? " q-button--small" : ""}`}
      {...(disabled ? { "aria-disabled": true } : {})}
      {...(look.pressed === undefined ? {} : { "aria-pressed": look.pressed })}
      onClick={press}
    >
      {children}
      {about !== undefined && " "}
      {about !== undefined && <span class="govuk-visually-hidden">{about}</span>}
    </button>
  );
}
