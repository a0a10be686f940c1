// See and hear oneself before anybody else does: camera, microphone, and what to do without.
import { useEffect, useRef, useState } from "preact/hooks";
import {
  type Choice,
  type DeviceTrouble,
  type Known,
  knownDevices,
  openDevices,
  stopAll,
  troubleOf,
  watchLevel,
} from "../live/devices";
import { t } from "../words";
import { Button } from "./button";
import { Select } from "./fields";

const NONE = "none";
const BOTH: Choice = { camera: "", microphone: "" };
const SOUND_ONLY: Choice = { camera: null, microphone: "" };
const NEITHER: Choice = { camera: null, microphone: null };

type Done = (stream: MediaStream | null, choice: Choice) => void;

export function DeviceCheck({ onDone }: { onDone: Done }) {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [choice, setChoice] = useState<Choice>(BOTH);
  const [trouble, setTrouble] = useState<DeviceTrouble | null>(null);
  async function open(wanted: Choice): Promise<void> {
    stopAll(stream);
    setTrouble(null);
    setChoice(wanted);
    try {
      setStream(
        wanted.camera === null && wanted.microphone === null ? null : await openDevices(wanted),
      );
    } catch (error) {
      setStream(null);
      setTrouble(troubleOf(error));
    }
  }
  return (
    <>
      {trouble !== null && <Trouble trouble={trouble} />}
      {stream === null ? (
        <Ask onOpen={(wanted) => void open(wanted)} onNeither={() => onDone(null, NEITHER)} />
      ) : (
        <Preview
          stream={stream}
          choice={choice}
          onChoice={(c) => void open(c)}
          onDone={() => onDone(stream, choice)}
        />
      )}
    </>
  );
}

function Trouble({ trouble }: { trouble: DeviceTrouble }) {
  return (
    <div class="govuk-inset-text q-warning" role="alert">
      <p class="govuk-body govuk-!-font-weight-bold">{t(`devices.${trouble}`)}</p>
      <p class="govuk-body">{t(`devices.${trouble}.advice`)}</p>
    </div>
  );
}

function Ask({ onOpen, onNeither }: { onOpen: (choice: Choice) => void; onNeither: () => void }) {
  return (
    <>
      <p class="govuk-body">{t("devices.before")}</p>
      <p class="govuk-body">{t("devices.nobody-sees")}</p>
      <div class="q-stack">
        <Button onClick={() => onOpen(BOTH)}>{t("devices.turn-on-both")}</Button>
        <Button kind="secondary" onClick={() => onOpen(SOUND_ONLY)}>
          {t("devices.turn-on-microphone")}
        </Button>
        <Button kind="secondary" onClick={onNeither}>
          {t("devices.neither")}
        </Button>
      </div>
    </>
  );
}

interface PreviewProps {
  stream: MediaStream;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  onDone: () => void;
}

function Preview({ stream, choice, onChoice, onDone }: PreviewProps) {
  const [known, setKnown] = useState<Known>({ cameras: [], microphones: [] });
  useEffect(() => void knownDevices().then(setKnown), [stream]);
  const named = (devices: Known["cameras"], fallback: string) =>
    devices.map(({ id, label }, n) => ({ value: id, label: label || t(fallback, { n: n + 1 }) }));
  const without = { value: NONE, label: t("devices.no-camera") };
  return (
    <>
      <Picture stream={stream} />
      <Level stream={stream} />
      <Select
        name="microphone"
        label={t("devices.microphone")}
        options={named(known.microphones, "devices.microphone-n")}
        value={deviceOf(stream.getAudioTracks()[0], choice.microphone)}
        onChange={(id) => onChoice({ ...choice, microphone: id })}
      />
      <Select
        name="camera"
        label={t("devices.camera")}
        options={[...named(known.cameras, "devices.camera-n"), without]}
        value={choice.camera === null ? NONE : deviceOf(stream.getVideoTracks()[0], choice.camera)}
        onChange={(id) => onChoice({ ...choice, camera: id === NONE ? null : id })}
      />
      <Button onClick={onDone}>{t("form.continue")}</Button>
    </>
  );
}

function deviceOf(track: MediaStreamTrack | undefined, chosen: string | null): string {
  return track?.getSettings().deviceId ?? chosen ?? "";
}

function Picture({ stream }: { stream: MediaStream }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  if (stream.getVideoTracks().length === 0) {
    return <p class="q-picture q-picture--none">{t("devices.camera-is-off")}</p>;
  }
  return (
    <video
      class="q-picture q-mirror"
      ref={video}
      autoplay
      muted
      playsInline
      aria-label={t("devices.preview")}
    />
  );
}

function Level({ stream }: { stream: MediaStream }) {
  const [level, setLevel] = useState(0);
  useEffect(() => watchLevel(stream, setLevel), [stream]);
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for="level">
        {t("devices.level")}
      </label>
      <div class="govuk-hint">{t("devices.level.hint")}</div>
      <meter id="level" class="q-meter" min={0} max={1} value={level} />
    </div>
  );
}
