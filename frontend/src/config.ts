// What the server writes into the page for the island: its link, its role, its words.
import type { Language, Words } from "./words";

export interface Config {
  link: string;
  role: string;
  language: Language;
  words: Words;
  /** The published number to ring instead, as it is to be shown. */
  phone: string | null;
}

export function configOf(page: Document): Config {
  const text = page.getElementById("config")?.textContent ?? "{}";
  return JSON.parse(text) as Config;
}
