// A person's own controls: microphone, camera, leave. The words say what pressing does.
import { useRef, useState } from "preact/hooks";
import { troubleOf } from "../live/devices";
import { t } from "../words";
import { AskDialog } from "./ask-dialog";
import { Button } from "./button";
import { Alert } from "./notices";

interface Own {
  /** A companion in a shared room has none. */
  hasDevices: boolean;
  microphoneOn: boolean;
  cameraOn: boolean;
  onMicrophone: (on: boolean) => Promise<void>;
  onCamera: (on: boolean) => Promise<void>;
  onLeave: () => void;
}

export function Controls(own: Own) {
  const [leaving, setLeaving] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const busy = useRef(false);
  async function turn(device: (on: boolean) => Promise<void>, on: boolean): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    await device(on).then(
      () => setFailed(null),
      (error) => setFailed(t(`devices.${troubleOf(error)}`)),
    );
    busy.current = false;
  }
  return (
    <div class="q-controls" role="toolbar" aria-label={t("controls.name")}>
      {own.hasDevices && (
        <>
          <Button kind="secondary" onClick={() => void turn(own.onMicrophone, !own.microphoneOn)}>
            {t(own.microphoneOn ? "controls.mute" : "controls.unmute")}
          </Button>
          <Button kind="secondary" onClick={() => void turn(own.onCamera, !own.cameraOn)}>
            {t(own.cameraOn ? "controls.camera-off" : "controls.camera-on")}
          </Button>
        </>
      )}
      <Button kind="warning" onClick={() => setLeaving(true)}>
        {t("controls.leave")}
      </Button>
      <Alert words={failed} onClose={() => setFailed(null)} />
      <p class="govuk-visually-hidden" role="status">
        {own.hasDevices && t(own.microphoneOn ? "controls.is-on" : "controls.is-muted")}
      </p>
      {leaving && (
        <AskDialog
          title={t("controls.leave-title")}
          submit={t("controls.leave-confirm")}
          kind="warning"
          onCancel={() => setLeaving(false)}
          onSubmit={own.onLeave}
        >
          <p class="govuk-body">{t("controls.leave-words")}</p>
        </AskDialog>
      )}
    </div>
  );
}
