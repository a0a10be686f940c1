// A part of the panel under a heading that folds it away: on a phone most are folded at first.
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

interface FoldProps {
  title: string;
  level?: 2 | 3;
  /** Stands open at first on a phone as well: what one decides on. */
  always?: boolean;
  children: ComponentChildren;
}

/** Where there is room, everything is in sight. */
function isNarrow(): boolean {
  return typeof matchMedia === "function" && matchMedia("(max-width: 640px)").matches;
}

export function Fold({ title, level = 3, always = false, children }: FoldProps) {
  const [open, setOpen] = useState(() => always || !isNarrow());
  const id = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section class="q-group" aria-labelledby={id}>
      <Heading class={`q-fold ${level === 2 ? "govuk-heading-m" : "govuk-heading-s"}`}>
        <button
          type="button"
          id={id}
          class="q-fold__button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {title}
        </button>
      </Heading>
      {open && children}
    </section>
  );
}
