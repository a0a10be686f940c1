// What concerns the person themselves: muted, reminded, asked, a poor line. Each in plain words.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Call } from "../live/call";
import type { Steady } from "../live/steady";
import { plural, t } from "../words";
import type { Asks } from "./asks";

function Card({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="q-bar q-card" aria-label={title}>
      <p role="alert">
        <strong>{title}</strong>
      </p>
      {children}
    </section>
  );
}

/** Why, and until when: by the chair, until she gives it back. */
function Muted({ reminders }: { reminders: number }) {
  return (
    <Card title={t("voice.muted")}>
      <p>{t("voice.hear")}</p>
      <p>{reminders > 0 ? t("voice.why-reminded") : t("voice.why")}</p>
      <p>{t("voice.until")}</p>
    </Card>
  );
}

/** The microphone is theirs to turn on: nobody else does. */
function Back({ call, onClose }: { call: Call; onClose: () => void }) {
  const isOn = call.microphoneOn.value;
  return (
    <Card title={t("voice.back")}>
      {!isOn && !call.companion.value && (
        <Button small onClick={() => void call.setMicrophone(true).catch(() => undefined)}>
          {t("controls.unmute")}
        </Button>
      )}{" "}
      <Button small kind="secondary" onClick={onClose}>
        {t("form.close-message")}
      </Button>
    </Card>
  );
}

export function Voice({ call }: { call: Call }) {
  const inside = call.store.inside.value;
  const muted = inside?.muted ?? false;
  const [wasMuted, setWasMuted] = useState(false);
  useEffect(() => {
    if (muted) setWasMuted(true);
  }, [muted]);
  if (inside === null) return null;
  if (muted) return <Muted reminders={inside.reminders} />;
  return wasMuted ? <Back call={call} onClose={() => setWasMuted(false)} /> : null;
}

export function Reminder({ times }: { times: number }) {
  const [read, setRead] = useState(0);
  if (times <= read) return null;
  return (
    <Card title={t("voice.reminder")}>
      <p>{plural("voice.reminded", times)}</p>
      <Button small kind="secondary" onClick={() => setRead(times)}>
        {t("voice.understood")}
      </Button>
    </Card>
  );
}

/** Nothing here says what was asked, nor why: that is said by voice. */
export function Reply({ asks }: { asks: Asks }) {
  const answer = (yes: boolean) => () => void asks.reply(yes);
  return (
    <Card title={t("reply.title")}>
      <Button onClick={answer(true)}>{t("form.yes")}</Button>{" "}
      <Button onClick={answer(false)}>{t("form.no")}</Button>
    </Card>
  );
}

export function LineAdvice({ call, phone }: { call: Call; phone: string | null }) {
  const { fall, quality } = call.steady;
  return (
    <>
      <Fall call={call} steady={call.steady} />
      {quality.value !== "good" && fall.value !== "warned" && (
        <section class="q-bar" aria-label={t("connection.poor")}>
          <p>{t("connection.advice")}</p>
          <ul class="govuk-list govuk-list--bullet">
            {call.cameraOn.value && <li>{t("connection.camera")}</li>}
            <li>{t("connection.router")}</li>
            <li>{phone === null ? t("connection.ask") : t("connection.ring", { phone })}</li>
          </ul>
        </section>
      )}
    </>
  );
}

function Fall({ call, steady }: { call: Call; steady: Steady }) {
  const turnOn = useRef<() => void>(() => void call.setCamera(true).catch(() => undefined));
  if (steady.fall.value === "warned") {
    return (
      <Card title={t("fall.soon")}>
        <Button small kind="secondary" onClick={steady.keepCamera}>
          {t("fall.keep")}
        </Button>
      </Card>
    );
  }
  if (steady.fall.value !== "fallen") return null;
  return (
    <Card title={t("fall.done")}>
      <Button small kind="secondary" onClick={turnOn.current}>
        {t("controls.camera-on")}
      </Button>
    </Card>
  );
}
