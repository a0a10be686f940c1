// Single keys for what is used most. Inert in fields, in windows, and where they are switched off.
import { useEffect } from "preact/hooks";
import { keysAreOn } from "./kept";

export type Keys = Readonly<Record<string, (() => void) | undefined>>;

const FIELDS = "input, textarea, select, [contenteditable]";

export function actOf(keys: Keys, event: KeyboardEvent): (() => void) | undefined {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey)
    return undefined;
  if (document.querySelector("dialog[open]") !== null) return undefined;
  if (event.target instanceof Element && event.target.closest(FIELDS) !== null) return undefined;
  const isLetter = event.key.length === 1;
  return isLetter && !keysAreOn.value ? undefined : keys[event.key.toLowerCase()];
}

export function useKeys(keys: Keys): void {
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const act = actOf(keys, event);
      if (act === undefined) return;
      event.preventDefault();
      act();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
}
