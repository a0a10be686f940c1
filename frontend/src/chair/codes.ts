// Codes of the wire in words, where an authority may have words of its own for them.
import type { ChairPanel } from "../wire";
import { t } from "../words";

const KNOWN = new Set(["social_care", "police", "health", "education", "housing", "probation"]);

/** An agency is a word of the authority's: one that is not known here is shown as it is written. */
export function agencyInWords(agency: string): string {
  return KNOWN.has(agency) ? t(`chair.agency.${agency}`) : agency.replace(/_/g, " ");
}

export function agenciesInWords(agencies: readonly string[]): string {
  return agencies.map(agencyInWords).join(", ");
}

export const choicesOf = (codes: readonly string[], words: (code: string) => string) =>
  codes.map((value) => ({ value, label: words(value) }));

export const peopleOf = (panel: ChairPanel) =>
  panel.people.map(({ participant_id, name }) => ({ value: participant_id, label: name }));

export const partsOf = (panel: ChairPanel) =>
  panel.sections.map(({ section_id, title }) => ({ value: section_id, label: title }));
