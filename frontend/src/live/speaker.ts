// Which loudspeaker plays what arrives. Not every browser can choose one.
import { signal } from "@preact/signals";

type Choosing = HTMLMediaElement & { setSinkId?: (id: string) => Promise<void> };

/** A device id; "" for the one that the machine uses itself. */
export const speaker = signal("");

export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** A loudspeaker that has gone is no reason for silence: the machine's own plays then. */
export async function playThere(element: HTMLMediaElement): Promise<void> {
  const choosing: Choosing = element;
  await choosing.setSinkId?.(speaker.value).catch(() => undefined);
}

const NOTES = [523.25, 659.25, 783.99];
const NOTE_SECONDS = 0.35;

/** Three soft notes, where the conference will be heard. Resolves when they have been played. */
export async function playNotes(): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const audio = new Audio();
  audio.srcObject = out.stream;
  await playThere(audio);
  await Promise.all([context.resume(), audio.play()]);
  const last = NOTES.map((hertz, n) => note(context, out, hertz, n * NOTE_SECONDS)).pop();
  await new Promise((done) => last?.addEventListener("ended", done));
  audio.pause();
  await context.close();
}

function note(context: AudioContext, out: AudioNode, hertz: number, after: number): OscillatorNode {
  const sound = context.createOscillator();
  const loudness = context.createGain();
  const from = context.currentTime + after;
  sound.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, from);
  loudness.gain.linearRampToValueAtTime(0.2, from + 0.03);
  loudness.gain.linearRampToValueAtTime(0, from + NOTE_SECONDS);
  sound.connect(loudness).connect(out);
  sound.start(from);
  sound.stop(from + NOTE_SECONDS);
  return sound;
}
