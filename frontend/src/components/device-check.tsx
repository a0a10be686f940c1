// See and hear oneself before anybody else does: picture, level, a sound to hear, and which devices.
import { useEffect, useRef, useState } from "preact/hooks";
import { type Choice, type Device, type Known, knownDevices, watchLevel } from "../live/devices";
import { canChooseSpeaker, playNotes, speaker } from "../live/speaker";
import { t } from "../words";
import { Button } from "./button";
import { Select } from "./fields";

const NONE = "none";
const NOTHING: Known = { cameras: [], microphones: [], speakers: [] };
/** Above this it is a voice, and no noise of the room. */
const HEARD = 0.05;

interface PreviewProps {
  stream: MediaStream | null;
  choice: Choice;
  onChoice: (choice: Choice) => void;
}

export function Preview({ stream, choice, onChoice }: PreviewProps) {
  const [known, setKnown] = useState(NOTHING);
  useEffect(() => void knownDevices().then(setKnown), [stream]);
  const hasSound = (stream?.getAudioTracks().length ?? 0) > 0;
  return (
    <>
      <Picture stream={stream} />
      {stream !== null && hasSound && <Level stream={stream} />}
      {!hasSound && <p class="govuk-body">{t("devices.without-microphone")}</p>}
      {hasSound && (
        <Select
          name="microphone"
          label={t("devices.microphone")}
          options={named(known.microphones, "devices.microphone-n")}
          value={deviceOf(stream?.getAudioTracks()[0], choice.microphone)}
          onChange={(id) => onChoice({ ...choice, microphone: id })}
        />
      )}
      {stream !== null && <CameraChoice {...{ stream, choice, onChoice, known }} />}
      <Loudspeaker known={known.speakers} />
    </>
  );
}

function CameraChoice({ stream, choice, onChoice, known }: PreviewProps & { known: Known }) {
  const without = { value: NONE, label: t("devices.no-camera") };
  return (
    <Select
      name="camera"
      label={t("devices.camera")}
      options={[...named(known.cameras, "devices.camera-n"), without]}
      value={choice.camera === null ? NONE : deviceOf(stream?.getVideoTracks()[0], choice.camera)}
      onChange={(id) => onChoice({ ...choice, camera: id === NONE ? null : id })}
    />
  );
}

/** Devices have no names until something is allowed: then they are counted. */
function named(devices: Device[], fallback: string): { value: string; label: string }[] {
  return devices.map(({ id, label }, n) => ({
    value: id,
    label: label || t(fallback, { n: n + 1 }),
  }));
}

function deviceOf(track: MediaStreamTrack | undefined, chosen: string | null): string {
  return track?.getSettings().deviceId ?? chosen ?? "";
}

function Picture({ stream }: { stream: MediaStream | null }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  if (stream === null || stream.getVideoTracks().length === 0) {
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

/** The bar for the eye; once a voice has come, words as well. */
function Level({ stream }: { stream: MediaStream }) {
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    setHeard(false);
    return watchLevel(stream, (now) => {
      setLevel(now);
      if (now > HEARD) setHeard(true);
    });
  }, [stream]);
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for="level">
        {t("devices.level")}
      </label>
      <div class="govuk-hint">{t("devices.level.hint")}</div>
      <meter id="level" class="q-meter" min={0} max={1} value={level} />
      <p class="govuk-body q-beside" role="status">
        {heard ? t("devices.heard") : ""}
      </p>
    </div>
  );
}

function Loudspeaker({ known }: { known: Device[] }) {
  const [failed, setFailed] = useState(false);
  return (
    <>
      {canChooseSpeaker() && known.length > 0 && (
        <Select
          name="speaker"
          label={t("devices.speaker")}
          options={named(known, "devices.speaker-n")}
          value={speaker.value || (known[0]?.id ?? "")}
          onChange={(id) => {
            speaker.value = id;
          }}
        />
      )}
      <p class="govuk-body">{t("devices.hear")}</p>
      <Button kind="secondary" onClick={() => void playNotes().catch(() => setFailed(true))}>
        {t("devices.play")}
      </Button>
      {failed && (
        <p class="govuk-body" role="status">
          {t("devices.play-failed")}
        </p>
      )}
    </>
  );
}
