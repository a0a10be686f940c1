// How good this connection is, from what arrives: in words, and never from one bad moment alone.

export type Quality = "good" | "poor" | "bad";

/** Counted since the connection began. */
export interface Sample {
  received: number;
  lost: number;
  roundTripMs: number | null;
}

/** How many samples make one look: the newest and those before it. */
const LOOK = 4;
/** Fewer packets than that say nothing of loss. */
const ENOUGH = 40;
const POOR = { loss: 0.05, roundTripMs: 700 };
const BAD_LOSS = 0.15;
/** It is good again only well below where it became poor. */
const GOOD_LOSS = 0.02;

export class Judge {
  private samples: Sample[] = [];
  private quality: Quality = "good";

  /** A new connection counts anew. */
  forget(): void {
    this.samples = [];
    this.quality = "good";
  }

  look(sample: Sample): Quality {
    this.samples = [...this.samples, sample].slice(-LOOK);
    if (this.samples.length === LOOK) this.quality = judged(this.samples, this.quality);
    return this.quality;
  }
}

function judged(samples: Sample[], before: Quality): Quality {
  const loss = lossOf(samples);
  const slow = samples.every(({ roundTripMs }) => (roundTripMs ?? 0) > POOR.roundTripMs);
  if (loss >= BAD_LOSS) return "bad";
  if (loss >= POOR.loss || slow) return "poor";
  return loss > GOOD_LOSS && before !== "good" ? "poor" : "good";
}

function lossOf(samples: Sample[]): number {
  const first = samples[0];
  const last = samples[samples.length - 1];
  if (first === undefined || last === undefined) return 0;
  const lost = Math.max(0, last.lost - first.lost);
  const all = lost + Math.max(0, last.received - first.received);
  return all < ENOUGH ? 0 : lost / all;
}

/** Of all that is received together. */
export function sampleOf(report: RTCStatsReport): Sample {
  const sample: Sample = { received: 0, lost: 0, roundTripMs: null };
  for (const each of report.values() as Iterable<Entry>) {
    if (each.type === "inbound-rtp") {
      sample.received += each.packetsReceived ?? 0;
      sample.lost += each.packetsLost ?? 0;
    } else if (each.type === "candidate-pair" && each.currentRoundTripTime !== undefined) {
      sample.roundTripMs = each.currentRoundTripTime * 1000;
    }
  }
  return sample;
}

interface Entry {
  type: string;
  packetsReceived?: number;
  packetsLost?: number;
  /** Seconds. */
  currentRoundTripTime?: number;
}
