// Asking to speak. Whoever looks on sees and times the same, whatever was meant by it:
// one press asks; a second one within two seconds, or a long one, says something to the chair alone.
// So nothing leaves before the two seconds are over, and then one request of one length.
import { signal } from "@preact/signals";
import type { Answer } from "../api";

export const WINDOW_MS = 2_000;

export interface HandWorld {
  isUp: () => boolean;
  raise: (presses: 1 | 2) => Promise<Answer<null>>;
  lower: () => Promise<Answer<null>>;
  failed: (words: string) => void;
  later: (call: () => void, delayMs: number) => () => void;
}

export class Hand {
  /** Between the first press and the answer. */
  readonly pending = signal(false);
  private presses: 1 | 2 = 1;
  private isLong = false;
  private callOff: () => void = () => undefined;
  private readonly world: HandWorld;

  constructor(world: HandWorld) {
    this.world = world;
  }

  /** By key. */
  readonly ask = (): void => this.count(1);

  /** By the button, which is also let go of after a long press. */
  readonly press = (): void => {
    if (this.isLong) this.isLong = false;
    else this.count(1);
  };

  /** The finger goes down; if it stays there, that is a press as well, and its end is none. */
  readonly down = (): void => {
    this.isLong = false;
    this.callOff();
    this.callOff = this.world.later(() => {
      this.isLong = true;
      this.count(2);
    }, WINDOW_MS);
  };

  readonly up = (): void => this.callOff();

  private count(presses: 1 | 2): void {
    if (this.pending.value) {
      this.presses = 2;
      return;
    }
    this.presses = presses;
    this.pending.value = true;
    const wasUp = this.world.isUp();
    this.world.later(() => void this.send(wasUp), WINDOW_MS);
  }

  private async send(wasUp: boolean): Promise<void> {
    const { raise, lower } = this.world;
    const answer = await (wasUp && this.presses === 1 ? lower() : raise(this.presses));
    this.pending.value = false;
    if (!answer.ok) this.world.failed(answer.problem.title);
  }
}
