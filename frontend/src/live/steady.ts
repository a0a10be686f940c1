// Keeps the sound going on a poor line: first the small picture alone, then none, said beforehand.
//
//   good <-> poor (small picture) -> bad, with the camera on: warned -> fallen (sound only)
//                                                               \-> kept, because they want it
import { signal } from "@preact/signals";
import { Judge, type Quality, type Sample } from "./quality";

const EVERY_MS = 2_000;
/** From saying that the camera will be turned off to doing it. */
export const WARNING_MS = 6_000;

export type Fall = "none" | "warned" | "fallen" | "kept";

export interface Line {
  sample: () => Promise<Sample | null>;
  /** Send the small picture alone, or both. */
  lower: (low: boolean) => Promise<void>;
  cameraIsOn: () => boolean;
  cameraOff: () => Promise<void>;
  later: (call: () => void, delayMs: number) => () => void;
}

export class Steady {
  readonly quality = signal<Quality>("good");
  readonly fall = signal<Fall>("none");
  private readonly judge = new Judge();
  private readonly line: Line;
  private callOff: () => void = () => undefined;
  private callOffFall: () => void = () => undefined;

  constructor(line: Line) {
    this.line = line;
  }

  start(): void {
    this.stop();
    this.judge.forget();
    this.quality.value = "good";
    this.next();
  }

  stop(): void {
    this.callOff();
    this.callOffFall();
    if (this.fall.value === "warned") this.fall.value = "none";
  }

  /** They would rather be seen, whatever it does to the sound: they are not asked again. */
  readonly keepCamera = (): void => {
    this.callOffFall();
    this.fall.value = "kept";
  };

  /** On again by their own hand: it may fall again. */
  readonly cameraIsBack = (): void => {
    if (this.fall.value === "fallen") this.fall.value = "none";
  };

  private next(): void {
    this.callOff = this.line.later(() => void this.look(), EVERY_MS);
  }

  private async look(): Promise<void> {
    const sample = await this.line.sample();
    if (sample !== null) await this.take(this.judge.look(sample));
    this.next();
  }

  private async take(next: Quality): Promise<void> {
    const before = this.quality.value;
    this.quality.value = next;
    if ((before === "good") !== (next === "good")) await this.line.lower(next !== "good");
    if (next === "bad" && this.fall.value === "none" && this.line.cameraIsOn()) this.warn();
    if (next === "good" && this.fall.value === "warned") this.callFallOff();
  }

  private warn(): void {
    this.fall.value = "warned";
    this.callOffFall = this.line.later(() => void this.drop(), WARNING_MS);
  }

  private callFallOff(): void {
    this.callOffFall();
    this.fall.value = "none";
  }

  private async drop(): Promise<void> {
    if (!this.line.cameraIsOn()) {
      this.fall.value = "none";
      return;
    }
    await this.line.cameraOff();
    this.fall.value = "fallen";
  }
}
