// One person's call: store, socket, media and devices, joined together.
import { signal } from "@preact/signals";
import type { Answers, MediaOffer, ToBrowser } from "../wire";
import { type Choice, openDevices, stopAll } from "./devices";
import { Media } from "./media";
import { type LinkState, Signalling, type World } from "./signalling";
import { Steady } from "./steady";
import { LiveStore } from "./store";

type Kind = "audio" | "video";

const NO_STREAMS: ReadonlyMap<string, MediaStream> = new Map();

export class Call {
  readonly store = new LiveStore();
  readonly link = signal<LinkState>("connecting");
  /** What this person's devices give, and what arrives, by MID. */
  readonly own = signal<MediaStream | null>(null);
  readonly streams = signal(NO_STREAMS);
  /** Devices were looked at once; a later leg takes the same without asking again. */
  readonly ready = signal(false);
  readonly companion = signal(false);
  readonly microphoneOn = signal(false);
  readonly cameraOn = signal(false);

  /** When the next try to come back begins, and since when all are in vain; by the page's clock. */
  readonly nextTry = signal(0);
  readonly lostSince = signal(0);
  /** How good the line is, and whether the camera had to go for it. */
  readonly steady: Steady;

  readonly later: World["later"];

  private choice: Choice = { camera: null, microphone: null };
  private mediaLeg: string | null = null;
  private readonly media: Media;
  private readonly signalling: Signalling;
  private readonly room: boolean;

  constructor(world: World, room: boolean) {
    this.room = room;
    this.later = world.later;
    this.media = new Media({
      streams: (next) => {
        this.streams.value = next;
      },
      failed: () => this.signalling.startAnew(),
      doubtful: () => this.signalling.check(),
    });
    this.signalling = new Signalling(world, {
      message: (message) => this.receive(message),
      state: (next) => this.enter(next),
      waits: (delayMs) => {
        this.nextTry.value = Date.now() + delayMs;
      },
    });
    this.steady = new Steady({
      sample: () => this.media.sample(),
      lower: (low) => this.media.lower(low),
      cameraIsOn: () => this.cameraOn.value && !this.room,
      cameraOff: () => this.setCamera(false),
      later: world.later,
    });
  }

  readonly start = (): void => this.signalling.start();
  readonly check = (): void => this.signalling.check();
  readonly leave = (): void => this.signalling.leave();
  readonly giveWay = (): void => this.signalling.giveWay();
  readonly answer = (answers: Answers): void => {
    this.forget();
    this.signalling.send(answers);
  };
  /** Of what was refused. */
  readonly forget = (): void => {
    this.store.refusal.value = null;
  };

  /** The devices are chosen; null: without camera and microphone. */
  readonly join = (stream: MediaStream | null, choice: Choice): void => {
    this.own.value = stream;
    this.choice = choice;
    this.microphoneOn.value = (stream?.getAudioTracks().length ?? 0) > 0;
    this.cameraOn.value = (stream?.getVideoTracks().length ?? 0) > 0;
    for (const track of stream?.getTracks() ?? []) this.watch(track);
    this.ready.value = true;
    this.askForMedia();
  };

  /** In a shared room: this device shows and asks, the room's own device hears and speaks. */
  readonly joinSilently = (): void => {
    this.companion.value = true;
    this.ready.value = true;
    this.signalling.becomeCompanion();
  };

  /** After the media part said no: ask it once more. */
  readonly retryMedia = (): void => {
    this.forget();
    this.mediaLeg = null;
    this.askForMedia();
  };

  /** Opens a microphone where there is none, or where the one that was has gone. Rejects if it cannot. */
  readonly setMicrophone = async (on: boolean): Promise<void> => {
    const track = this.own.value?.getAudioTracks().find((each) => each.readyState === "live");
    if (track !== undefined) track.enabled = on;
    else if (on) await this.openAgain("audio");
    this.microphoneOn.value = on;
  };

  /** Off means off: the device is let go, and its light goes out. */
  readonly setCamera = async (on: boolean): Promise<void> => {
    if (on) await this.openAgain("video");
    else await this.replace("video", null);
    this.cameraOn.value = on;
    if (on) this.steady.cameraIsBack();
  };

  private async openAgain(kind: Kind): Promise<void> {
    const { camera, microphone } = this.choice;
    const sound = kind === "audio";
    const wanted = sound
      ? { camera: null, microphone: microphone ?? "" }
      : { camera: camera ?? "", microphone: null };
    const fresh = await openDevices(wanted);
    await this.replace(kind, fresh.getTracks()[0] ?? null);
  }

  private async replace(kind: Kind, track: MediaStreamTrack | null): Promise<void> {
    const before = this.own.value?.getTracks() ?? [];
    for (const old of before) if (old.kind === kind) old.stop();
    const kept = before.filter((each) => each.kind !== kind);
    this.own.value = new MediaStream(track === null ? kept : [...kept, track]);
    if (track !== null) this.watch(track);
    await this.media.send(kind, track);
  }

  /** A device that is pulled out or taken away shows as off: nobody speaks into nothing. */
  private watch(track: MediaStreamTrack): void {
    const on = track.kind === "audio" ? this.microphoneOn : this.cameraOn;
    track.onended = () => {
      if (this.own.value?.getTracks().includes(track)) on.value = false;
    };
  }

  private receive(message: ToBrowser): void {
    if (message.type === "welcome" && !message.resumed) this.media.close();
    this.store.receive(message);
    if (message.type === "media_offer") void this.take(message);
    if (this.store.ended.value) this.signalling.finish();
    else if (message.type === "view") this.askForMedia();
  }

  /** Once a leg: when its questions are answered and its devices were looked at. */
  private askForMedia(): void {
    const leg = this.store.legId.value;
    if (leg === null || leg === this.mediaLeg || !this.mayHaveMedia()) return;
    this.mediaLeg = leg;
    this.signalling.send({ type: "want_media" });
  }

  private mayHaveMedia(): boolean {
    const { view, ended, answersNeeded } = this.store;
    if (
      !this.ready.value ||
      this.companion.value ||
      this.link.value !== "joined" ||
      view.value === null
    )
      return false;
    return !ended.value && (this.room || !answersNeeded.value);
  }

  private async take(offer: MediaOffer): Promise<void> {
    const sdp = await this.media.answer(offer.sdp, this.own.value).catch(() => null);
    if (sdp === null) this.signalling.startAnew();
    else this.signalling.send({ type: "media_answer", sdp });
    this.steady.start();
  }

  private enter(state: LinkState): void {
    if (state === "lost" && this.link.value !== "lost") this.lostSince.value = Date.now();
    this.link.value = state;
    if (state === "connecting" || state === "joined" || state === "lost") return;
    this.steady.stop();
    this.media.close();
    stopAll(this.own.value);
    this.own.value = null;
  }
}
