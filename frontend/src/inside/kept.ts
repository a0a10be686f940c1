// What this device remembers of how its person likes the page: never what is said or done on it.
import { signal } from "@preact/signals";

/** A device that keeps nothing (private windows do that) has the usual page each time. */
function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Then it holds until the page is closed.
  }
}

const SIZES = ["usual", "larger", "largest"] as const;
export type TextSize = (typeof SIZES)[number];

export const textSize = signal<TextSize>("usual");
/** Single keys do something: to be switched off by whoever speaks to their device, or trembles. */
export const keysAreOn = signal(true);

export function nextSize(size: TextSize): TextSize {
  return SIZES[(SIZES.indexOf(size) + 1) % SIZES.length] ?? "usual";
}

export function setTextSize(size: TextSize): void {
  textSize.value = size;
  keep("text-size", size);
  document.documentElement.setAttribute("data-text", size);
}

export function switchKeys(on: boolean): void {
  keysAreOn.value = on;
  keep("keys", on ? "on" : "off");
}

/** As it was left the last time. */
export function recall(): void {
  const size = SIZES.find((each) => each === kept("text-size")) ?? "usual";
  textSize.value = size;
  document.documentElement.setAttribute("data-text", size);
  keysAreOn.value = kept("keys") !== "off";
}
