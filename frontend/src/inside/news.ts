// What is read out without being asked. Comings and goings of several people are one sentence.
import { signal } from "@preact/signals";
import type { Person } from "../wire";
import { t } from "../words";

export const BATCH_MS = 2_000;
/** So long who came and who went can be read again; then no name of theirs is left on the page. */
export const KEPT_MS = 8_000;

type Later = (call: () => void, delayMs: number) => () => void;
type Names = ReadonlyMap<string, string>;

function namesOf(people: readonly Person[], ownLeg: string | null): Names {
  const others = people.filter(({ leg_id }) => leg_id !== ownLeg);
  return new Map(others.map(({ participant_id, name }) => [participant_id, name]));
}

function missingIn(some: Names, others: Names): string {
  return [...others]
    .filter(([id]) => !some.has(id))
    .map(([, name]) => name)
    .join(", ");
}

export class News {
  /** For the one polite region. */
  readonly spoken = signal("");
  private place: string | null = null;
  private before: Names = new Map();
  private now: Names = new Map();
  private isWaiting = false;
  private readonly later: Later;

  constructor(later: Later) {
    this.later = later;
  }

  /** Nothing, where there is nothing to say: outside, nothing of inside is left on the page. */
  say(words: string): void {
    this.spoken.value = words;
  }

  /** Everybody whom the page shows. Whoever is there when one comes to a place is no news. */
  see(place: string | null, people: readonly Person[], ownLeg: string | null): void {
    this.now = namesOf(people, ownLeg);
    if (place !== this.place || place === null) {
      this.place = place;
      this.before = this.now;
    } else if (!this.isWaiting) {
      this.isWaiting = true;
      this.later(() => this.tell(), BATCH_MS);
    }
  }

  private tell(): void {
    this.isWaiting = false;
    const came = missingIn(this.before, this.now);
    const went = missingIn(this.now, this.before);
    this.before = this.now;
    const told = [came && t("news.came", { names: came }), went && t("news.went", { names: went })];
    if (came || went) this.sayForAWhile(told.filter(Boolean).join(" "));
  }

  private sayForAWhile(words: string): void {
    this.say(words);
    this.later(() => this.spoken.value === words && this.say(""), KEPT_MS);
  }
}
