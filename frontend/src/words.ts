// The words of the page in one of two languages, from the catalogue that the server keeps.
import { signal } from "@preact/signals";

export type Language = "en" | "cy";
type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;
export type Words = Record<string, string | Forms>;
type Values = Record<string, string | number>;

export const language = signal<Language>("en");
const words = signal<Words>({});

export function useWords(next: Language, catalogue: Words): void {
  language.value = next;
  words.value = catalogue;
}

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The words for a key. An unknown key shows itself: a test finds it before a person does. */
export function t(key: string, values: Values = {}): string {
  const found = words.value[key];
  return typeof found === "string" ? filled(found, values) : key;
}

/** Words that depend on a number; Welsh has more forms than English. */
export function plural(key: string, n: number, values: Values = {}): string {
  const found = words.value[key];
  if (found === undefined || typeof found === "string") return key;
  const category = new Intl.PluralRules(language.value).select(n);
  return filled(found[category] ?? found.other ?? key, { ...values, n });
}

/** The code's own words, or else the general ones: codes may come that this page is too old for. */
export function wordsFor(prefix: string, code: string, general: string): string {
  const key = `${prefix}.${code}`;
  return typeof words.value[key] === "string" ? t(key) : t(general);
}

/** Digits are the same in both languages, and not every browser knows Welsh. */
export function timeOfDay(at: Date): string {
  const format = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" } as const;
  return at.toLocaleTimeString("en-GB", format);
}
