// A person's own controls: microphone, camera, leave. The words say what pressing does.
import { useRef, useState } from "preact/hooks";
import { t } from "../words";
import { AskDialog } from "./ask-dialog";
import { Button } from "./button";

interface Own {
  hasMicrophone: boolean;
  microphoneOn: boolean;
  cameraOn: boolean;
  hasDevices: boolean;
  onMicrophone: (on: boolean) => void;
  onCamera: (on: boolean) => Promise<void>;
  onLeave: () => void;
}

export function Controls(own: Own) {
  const [leaving, setLeaving] = useState(false);
  const [cameraFailed, setCameraFailed] = useState(false);
  const busy = useRef(false);
  async function turnCamera(on: boolean): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    await own.onCamera(on).then(
      () => setCameraFailed(false),
      () => setCameraFailed(true),
    );
    busy.current = false;
  }
  return (
    <div class="q-controls" role="toolbar" aria-label={t("controls.name")}>
      {own.hasMicrophone && (
        <Button kind="secondary" onClick={() => own.onMicrophone(!own.microphoneOn)}>
          {t(own.microphoneOn ? "controls.mute" : "controls.unmute")}
        </Button>
      )}
      {own.hasDevices && (
        <Button kind="secondary" onClick={() => void turnCamera(!own.cameraOn)}>
          {t(own.cameraOn ? "controls.camera-off" : "controls.camera-on")}
        </Button>
      )}
      <Button kind="warning" onClick={() => setLeaving(true)}>
        {t("controls.leave")}
      </Button>
      {cameraFailed && <p role="alert">{t("controls.camera-failed")}</p>}
      <p class="govuk-visually-hidden" role="status">
        {own.hasMicrophone && t(own.microphoneOn ? "controls.is-on" : "controls.is-muted")}
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
