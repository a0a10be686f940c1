// What this page knows: the newest view of its leg, who is in which slot, whose light is on.
import { computed, signal } from "@preact/signals";
import type { Aside, Companion, Inside, Person, Slot, ToBrowser, View, Waiting } from "../wire";

const NO_PEOPLE: Person[] = [];
const NO_COMPANY: Companion[] = [];
const NO_SLOTS: Slot[] = [];
const NOBODY: ReadonlySet<string> = new Set();

export class LiveStore {
  readonly legId = signal<string | null>(null);
  readonly view = signal<View | null>(null);
  /** Code of the last request that was not carried out. */
  readonly refusal = signal<string | null>(null);
  private readonly givenSlots = signal<Slot[]>(NO_SLOTS);
  private readonly lights = signal<ReadonlySet<string>>(NOBODY);

  readonly inside = computed<Inside | null>(() => {
    const screen = this.view.value?.screen;
    return screen?.screen === "inside" ? screen : null;
  });
  readonly waiting = computed<Waiting | null>(() => {
    const screen = this.view.value?.screen;
    return screen?.screen === "waiting" ? screen : null;
  });
  /** In a private room, and nothing of the conference. */
  readonly aside = computed<Aside | null>(() => {
    const screen = this.view.value?.screen;
    return screen?.screen === "aside" ? screen : null;
  });
  readonly ended = computed(() => this.view.value?.screen.screen === "ended");
  readonly answersNeeded = computed(
    () => (this.inside.value ?? this.aside.value ?? this.waiting.value)?.answers_needed ?? false,
  );
  readonly panel = computed(() => this.view.value?.panel ?? null);
  /** Who may sit with this person. */
  readonly company = computed(() => this.view.value?.company ?? NO_COMPANY);
  /** Whose link this is. Kept while a new view is awaited: it does not change. */
  readonly own = computed(() => this.view.value?.own ?? null);
  readonly room = computed(() => this.view.value?.room ?? null);
  /** This person stands in for the chair now. */
  readonly deputy = computed(() => this.view.value?.deputy ?? null);
  /** This person answers somebody's signal. */
  readonly responder = computed(() => this.view.value?.responder ?? null);

  readonly people = computed(() => (this.inside.value ?? this.aside.value)?.people ?? NO_PEOPLE);
  /** A slot or a light counts only for somebody whom the newest view shows. */
  readonly slots = computed(() =>
    this.givenSlots.value.filter(({ leg_id }) => leg_id !== null && this.shows(leg_id)),
  );
  readonly speaking = computed<ReadonlySet<string>>(
    () => new Set([...this.lights.value].filter((leg) => this.shows(leg))),
  );

  receive(message: ToBrowser): void {
    switch (message.type) {
      case "welcome":
        this.begin(message.leg_id, message.resumed);
        break;
      case "view":
        this.show(message);
        break;
      case "slots":
        this.givenSlots.value = message.slots;
        break;
      case "speaking":
        this.lights.value = new Set(message.leg_ids);
        break;
      case "refused":
        this.refusal.value = message.code;
        break;
      case "media_offer":
        break;
      default:
        neverHere(message);
    }
  }

  private shows(leg: string): boolean {
    return this.people.value.some((person) => person.leg_id === leg);
  }

  private begin(leg: string, resumed: boolean): void {
    this.refusal.value = null;
    if (resumed && leg === this.legId.value) return;
    this.legId.value = leg;
    this.view.value = null;
    this.darken();
  }

  /** Views can overtake each other: an older one is dropped. Outside, nothing of inside is kept. */
  private show(next: View): void {
    const before = this.view.value;
    if (before !== null && next.number <= before.number) return;
    this.view.value = whole(next, before);
    if (next.screen.screen !== "inside" && next.screen.screen !== "aside") this.darken();
  }

  private darken(): void {
    this.givenSlots.value = NO_SLOTS;
    this.lights.value = NOBODY;
  }
}

/** The view with the lines that were not sent again. */
function whole(next: View, before: View | null): View {
  const { screen } = next;
  if (screen.screen !== "inside" || screen.lines_kept === 0) return next;
  const lines = before?.screen.screen === "inside" ? before.screen.lines : [];
  return {
    ...next,
    screen: { ...screen, lines: [...lines.slice(0, screen.lines_kept), ...screen.lines] },
  };
}

/** The compiler sees that no kind of message is forgotten; one that is newer than this page is. */
function neverHere(_: never): void {}
