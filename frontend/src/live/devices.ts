// Camera and microphone of this machine: opening them, naming them, measuring them.

export type DeviceTrouble =
  | "blocked"
  | "in_use"
  | "absent"
  | "no_camera"
  | "no_microphone"
  | "unsupported"
  | "other";

export interface Choice {
  /** A device id; "" for whichever the browser prefers; null for none. */
  camera: string | null;
  microphone: string | null;
}

export interface Known {
  cameras: Device[];
  microphones: Device[];
  speakers: Device[];
}

export interface Device {
  id: string;
  /** Empty until the person has allowed something. */
  label: string;
}

const TROUBLES: Record<string, DeviceTrouble> = {
  NotAllowedError: "blocked",
  SecurityError: "blocked",
  NotReadableError: "in_use",
  AbortError: "in_use",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
};

export function troubleOf(error: unknown): DeviceTrouble {
  if (error instanceof TypeError) return "unsupported";
  const name = (error as { name?: string } | null)?.name ?? "";
  return TROUBLES[name] ?? "other";
}

/** As `troubleOf`; what is missing is named where only one of two wanted things is. */
export async function troubleWith(error: unknown, wanted: Choice): Promise<DeviceTrouble> {
  const trouble = troubleOf(error);
  if (trouble !== "absent") return trouble;
  const { cameras, microphones } = await knownDevices();
  const camera = wanted.camera !== null && cameras.length === 0;
  const microphone = wanted.microphone !== null && microphones.length === 0;
  if (camera === microphone) return "absent";
  return camera ? "no_camera" : "no_microphone";
}

/** Rejects with what `troubleOf` reads. A small picture: it is sent to everybody in two sizes. */
export async function openDevices(choice: Choice): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new TypeError("no media devices");
  return navigator.mediaDevices.getUserMedia({
    audio: choice.microphone === null ? false : { ...exactly(choice.microphone) },
    video:
      choice.camera === null
        ? false
        : { ...exactly(choice.camera), width: 640, height: 360, frameRate: { ideal: 15, max: 30 } },
  });
}

function exactly(id: string): MediaTrackConstraints {
  return id === "" ? {} : { deviceId: { exact: id } };
}

export async function knownDevices(): Promise<Known> {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const named = (kind: MediaDeviceKind): Device[] =>
    all
      .filter((each) => each.kind === kind)
      .map((each) => ({ id: each.deviceId, label: each.label }));
  return {
    cameras: named("videoinput"),
    microphones: named("audioinput"),
    speakers: named("audiooutput"),
  };
}

/** Calls with how loud the microphone is, 0 to 1, some ten times a second, until stopped. */
export function watchLevel(stream: MediaStream, show: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, each) => sum + each * each, 0) / samples.length;
    show(Math.min(1, Math.sqrt(power) * 4));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

export function stopAll(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
