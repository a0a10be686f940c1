// Where the focus goes when what had it is gone: near where it was, and never away from elsewhere.
import { useEffect, useRef } from "preact/hooks";

/** Focuses without moving the page under whoever works with a mouse. */
function focusAt(id: string): void {
  const target = document.getElementById(id);
  target?.focus({ preventScroll: true });
  if (target && isShown(target)) target.scrollIntoView({ block: "nearest" });
}

/** Safari 14 does not know how to say it. */
function isShown(target: HTMLElement): boolean {
  try {
    return target.matches(":focus-visible");
  } catch {
    return true;
  }
}

const isLost = () => document.activeElement === null || document.activeElement === document.body;

/** Of what stands under a heading that folds it, that heading takes over. */
export function useKeptFocus(otherwise: string): void {
  const near = useRef<string | null>(null);
  // Before anything changes: afterwards nobody knows where it was.
  near.current = headingOf(document.activeElement, otherwise);
  useEffect(() => {
    if (near.current !== null && isLost()) focusAt(near.current);
  });
}

function headingOf(active: Element | null, otherwise: string): string | null {
  if (active === null || active.closest(".q-panel") === null) return null;
  return active.closest("section")?.getAttribute("aria-labelledby") ?? otherwise;
}

/** A row that moves takes the focus along; so does one that a question was about. */
export function useFollowedRow(): (id: string) => void {
  const followed = useRef<string | null>(null);
  const active = document.activeElement;
  const row = followed.current === null ? null : document.getElementById(followed.current);
  const wasThere = row?.contains(active) || active?.closest("dialog") != null;
  useEffect(() => {
    if (followed.current !== null && wasThere && isLost()) focusAt(followed.current);
  });
  return (id) => {
    followed.current = id;
  };
}
