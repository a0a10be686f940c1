// What the chair's panel says of a person, worked out from the view: where, how safe, what can be done.

import type { ChairPanel, GivenAnswers, PanelLeg, PanelPerson } from "../wire";
import { plural, t } from "../words";

export type Group = "waiting" | "inside" | "aside" | "excluded" | "away";
export type Act =
  | "identify"
  | "admit"
  | "refuse"
  | "hold"
  | "release"
  | "exclude"
  | "bring_back"
  | "return"
  | "ask_again";

const RUNNING = new Set(["in_section", "sealing", "paused"]);
const CHAIR = "independent_chair";

export function isRunning(panel: ChairPanel): boolean {
  return RUNNING.has(panel.phase);
}

export function isInside(person: PanelPerson, leg: PanelLeg): boolean {
  return person.standing === "admitted" && (leg.zone === "main" || leg.zone === "held");
}

/** In a private room: theirs, or that of somebody they are with. */
export function isAside({ zone }: PanelLeg): boolean {
  return zone.startsWith("side:");
}

/** The connection that counts: the one inside, else the newest with sound. */
export function legOf(person: PanelPerson): PanelLeg | null {
  const legs = person.legs.filter((leg) => leg.kind !== "companion");
  const counts = legs.find((leg) => isInside(person, leg)) ?? legs.find(isAside);
  return counts ?? legs[legs.length - 1] ?? null;
}

export function groupOf(person: PanelPerson): Group {
  if (person.standing === "excluded") return "excluded";
  const leg = legOf(person);
  if (leg === null) return "away";
  if (isAside(leg)) return "aside";
  return isInside(person, leg) ? "inside" : "waiting";
}

/** Answers that stop an admission until the chair gives a reason. Headphones are advice. */
export function concerns(answers: GivenAnswers): string[] {
  const found: [boolean, string][] = [
    [!answers.alone, "not_alone"],
    [answers.others_can_hear, "others_can_hear"],
    [answers.child_can_hear, "child_can_hear"],
    [!answers.safe_to_talk, "not_safe"],
    [!answers.will_not_record, "may_record"],
  ];
  return found.filter(([is]) => is).map(([, name]) => t(`concern.${name}`));
}

export function answersCount(leg: PanelLeg): boolean {
  return leg.answers !== null && leg.answers_count;
}

export function isClear(leg: PanelLeg): boolean {
  return answersCount(leg) && (leg.answers?.all_clear ?? false);
}

export function answersInWords(leg: PanelLeg): string {
  const room = leg.kind === "room" ? "room_" : "";
  if (leg.answers === null) return t(`panel.${room}no_answers`);
  if (!leg.answers_count) return t(`panel.${room}old_answers`);
  if (leg.answers.all_clear) return t("panel.clear");
  return t("panel.not_clear", { concerns: concerns(leg.answers).join("; ") });
}

export function whereInWords(panel: ChairPanel, leg: PanelLeg): string {
  if (isAside(leg)) return t("chair.aside-of", { name: namesOf(panel, [leg.zone.slice(5)]) });
  const place = panel.rooms.find((room) => room.place_id === leg.place_id);
  if (leg.kind === "room" && place) return t("panel.in_room", { place: place.name });
  return t(`panel.kind.${leg.kind}`);
}

export function stateOf(panel: ChairPanel, person: PanelPerson, leg: PanelLeg | null): string {
  if (leg === null) return "away";
  if (isNotConfirmed(panel, person)) return "not_confirmed";
  if (leg.lost) return "lost";
  if (person.standing === "excluded") return "excluded";
  if (leg.zone === "held") return "held";
  if (isAside(leg)) return "aside";
  if (!isInside(person, leg)) return waitingState(panel, person, leg);
  return leg.connected ? "inside" : "no_sound";
}

/** A cut is asked for, and not every part of the service has said that it is made. */
function isNotConfirmed(panel: ChairPanel, person: PanelPerson): boolean {
  return panel.troubles.some(({ people }) => people.includes(person.participant_id));
}

function waitingState(panel: ChairPanel, person: PanelPerson, leg: PanelLeg): string {
  if (isRunning(panel) && !person.in_audience) return "not_in_section";
  return isClear(leg) && leg.identified ? "ready" : "waiting";
}

export function actsFor(panel: ChairPanel, person: PanelPerson, leg: PanelLeg | null): Act[] {
  if (leg === null) return [];
  if (person.role === CHAIR) return chairActs(panel, person, leg);
  if (person.standing === "excluded") return ["bring_back", "ask_again"];
  if (isAside(leg)) return ["return", "ask_again", "exclude"];
  if (leg.zone === "held" && isInside(person, leg)) return ["release", "exclude"];
  if (isInside(person, leg)) return ["hold", "exclude", "ask_again"];
  const refusal: Act[] = leg.zone === "lobby" ? ["refuse"] : [];
  return [...admission(panel, person, leg), ...refusal, "ask_again", "exclude"];
}

function chairActs(panel: ChairPanel, person: PanelPerson, leg: PanelLeg): Act[] {
  if (isAside(leg)) return ["return"];
  return isInside(person, leg) ? [] : admission(panel, person, leg);
}

function admission(panel: ChairPanel, person: PanelPerson, leg: PanelLeg): Act[] {
  if (!isRunning(panel)) return leg.identified ? [] : ["identify"];
  return person.in_audience && answersCount(leg) ? ["admit"] : [];
}

/** What excluding or holding does to others: whoever shares the room goes silent as well. */
export function sharedRoomWords(panel: ChairPanel, person: PanelPerson): string | null {
  const room = panel.rooms.find(({ present }) => present.includes(person.participant_id));
  if (room === undefined || room.present.length < 2) return null;
  const host = panel.people.find(({ participant_id }) => participant_id === room.host);
  return t("panel.room_goes_silent", { place: room.name, host: host?.name ?? "" });
}

export function namesOf(panel: ChairPanel, ids: readonly string[]): string {
  const names = panel.people.filter((p) => ids.includes(p.participant_id)).map((p) => p.name);
  return names.join(", ");
}

export function audienceWords(panel: ChairPanel, audience: readonly string[]): string {
  if (panel.people.every((person) => audience.includes(person.participant_id)))
    return t("order.everyone");
  return plural("order.for", audience.length, { names: namesOf(panel, audience) });
}
