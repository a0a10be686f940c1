// The steps of the way in, one at a time. A page that is loaded again comes back to its step.
//
//   start -> devices -> preview -> connection -> rules -> questions -> (waiting)
//
// Kept in the tab: the step and which devices. In the browser: that the way is known, and which
// devices. What somebody said about where they are is kept nowhere.
import { signal } from "@preact/signals";
import {
  type Choice,
  type DeviceTrouble,
  openDevices,
  stopAll,
  troubleWith,
} from "../live/devices";
import { speaker } from "../live/speaker";

export const STEPS = ["start", "devices", "preview", "connection", "rules", "questions"] as const;
export type Step = (typeof STEPS)[number];
/** A room's device asks nobody anything: its host answers. */
export const ROOM_STEPS: readonly Step[] = ["devices", "preview"];

export const BOTH: Choice = { camera: "", microphone: "" };
export const SOUND_ONLY: Choice = { camera: null, microphone: "" };
export const NEITHER: Choice = { camera: null, microphone: null };

/** Of the browser's two stores, what is used here. */
export type Store = Pick<Storage, "getItem" | "setItem">;

interface Way {
  step: Step;
  choice: Choice;
  speaker: string;
}

interface Surroundings {
  /** Of two links in one tab each has its own way. */
  link: string;
  tab: Store;
  browser: Store;
  open: typeof openDevices;
  steps: readonly Step[];
}

const KEY = "way";

export class Journey {
  readonly step = signal<Step>("start");
  readonly stream = signal<MediaStream | null>(null);
  readonly trouble = signal<DeviceTrouble | null>(null);
  readonly isOpening = signal(false);
  readonly choice = signal<Choice>(NEITHER);
  /** Asked again where it is not known any more. */
  willNotRecord: boolean | null = null;

  private readonly around: Surroundings;
  private readonly before: Way | null;

  constructor(around: Partial<Surroundings> = {}) {
    this.around = { ...usualSurroundings(), ...around };
    const { tab, browser, link, steps } = this.around;
    this.before = wayIn(browser, KEY);
    const here = wayIn(tab, `${KEY} ${link}`);
    this.step.value = steps[0] ?? "devices";
    if (here === null || !steps.includes(here.step)) return;
    this.step.value = here.step;
    if (this.isPastDevices()) void this.openAsBefore(here);
  }

  /** Somebody came to the end of it on this device before. */
  get isKnown(): boolean {
    return this.before !== null;
  }

  /** Past the checks, with what was chosen last time. */
  readonly skip = async (): Promise<void> => {
    if (this.before === null) return this.next();
    await this.openAsBefore(this.before);
    if (this.trouble.value === null) this.go("rules");
    else this.go("devices");
  };

  readonly open = async (choice: Choice): Promise<void> => {
    stopAll(this.stream.value);
    this.choice.value = choice;
    this.trouble.value = null;
    this.isOpening.value = true;
    const nothing = choice.camera === null && choice.microphone === null;
    try {
      this.stream.value = nothing ? null : await this.around.open(choice);
    } catch (error) {
      this.stream.value = null;
      this.trouble.value = await troubleWith(error, choice);
    }
    this.isOpening.value = false;
    this.keep();
  };

  readonly go = (step: Step): void => {
    this.step.value = step;
    this.keep();
  };

  readonly next = (): void => this.move(1);
  readonly back = (): void => this.move(-1);

  get isFirst(): boolean {
    return this.step.value === this.around.steps[0];
  }

  get isLast(): boolean {
    return this.step.value === this.around.steps[this.around.steps.length - 1];
  }

  /** Come to its end: next time the way is known here. */
  readonly finish = (): void => {
    this.around.browser.setItem(KEY, JSON.stringify(this.way()));
  };

  /** Of the devices: it is over, or goes on in another tab. */
  readonly letGo = (): void => {
    stopAll(this.stream.value);
    this.stream.value = null;
  };

  private move(by: number): void {
    const { steps } = this.around;
    const next = steps[steps.indexOf(this.step.value) + by];
    if (next !== undefined) this.go(next);
  }

  private async openAsBefore(way: Way): Promise<void> {
    speaker.value = way.speaker;
    await this.open(way.choice);
    if (this.trouble.value !== null && this.isPastDevices()) this.go("devices");
  }

  private isPastDevices(): boolean {
    const { steps } = this.around;
    return steps.indexOf(this.step.value) > steps.indexOf("devices");
  }

  private keep(): void {
    this.around.tab.setItem(`${KEY} ${this.around.link}`, JSON.stringify(this.way()));
  }

  private way(): Way {
    return { step: this.step.value, choice: this.choice.value, speaker: speaker.value };
  }
}

function usualSurroundings(): Surroundings {
  return {
    link: "",
    tab: storeOr(() => sessionStorage),
    browser: storeOr(() => localStorage),
    open: openDevices,
    steps: STEPS,
  };
}

/** A browser may forbid its stores: then nothing is kept, and everything works. */
function storeOr(find: () => Store): Store {
  try {
    return find();
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

/** What a store holds is nobody's word: what cannot be read is not there. */
function wayIn(store: Store, key: string): Way | null {
  try {
    const found = JSON.parse(store.getItem(key) ?? "null") as Partial<Way> | null;
    if (found?.step === undefined || found.choice === undefined) return null;
    return { step: found.step, choice: found.choice, speaker: found.speaker ?? "" };
  } catch {
    return null;
  }
}
