// Plays what arrives. It stays on the page whatever the page shows: only the server makes silence.
import { useEffect, useRef, useState } from "preact/hooks";
import { playThere } from "../live/speaker";
import { t } from "../words";
import { Button } from "./button";

export function Sound({ streams }: { streams: ReadonlyMap<string, MediaStream> }) {
  const [blocked, setBlocked] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const sounds = [...streams].filter(([, stream]) => stream.getAudioTracks().length > 0);
  function playAll(): void {
    setBlocked(false);
    for (const audio of box.current?.querySelectorAll("audio") ?? []) void play(audio, setBlocked);
  }
  return (
    <div ref={box}>
      {sounds.map(([mid, stream]) => (
        <OneSound key={mid} mid={mid} stream={stream} onBlocked={setBlocked} />
      ))}
      {blocked && (
        <div class="q-bar" role="alert">
          {t("sound.blocked")} <Button onClick={playAll}>{t("sound.turn-on")}</Button>
        </div>
      )}
    </div>
  );
}

interface OneProps {
  mid: string;
  stream: MediaStream;
  onBlocked: (blocked: boolean) => void;
}

function OneSound({ mid, stream, onBlocked }: OneProps) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (audio.current === null) return;
    audio.current.srcObject = stream;
    void play(audio.current, onBlocked);
  }, [stream]);
  // biome-ignore lint/a11y/useMediaCaption: live speech; captions are words beside it, not a track
  return <audio ref={audio} autoplay data-mid={mid} />;
}

async function play(audio: HTMLAudioElement, onBlocked: (blocked: boolean) => void): Promise<void> {
  try {
    await playThere(audio);
    await audio.play();
  } catch (error) {
    if ((error as DOMException).name === "NotAllowedError") onBlocked(true);
  }
}
