// A person's own controls, always in sight: the words say what pressing does.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Asks } from "../inside/asks";
import { Help, type Keyed } from "../inside/help";
import { nextSize, setTextSize, textSize } from "../inside/kept";
import { type Keys, useKeys } from "../inside/keys";
import { Tool } from "../inside/tool";
import { troubleOf } from "../live/devices";
import { t } from "../words";
import { AskDialog } from "./ask-dialog";
import { Alert } from "./notices";

export interface Own {
  /** A companion in a shared room has none. */
  hasDevices: boolean;
  microphoneOn: boolean;
  cameraOn: boolean;
  onMicrophone: (on: boolean) => Promise<void>;
  onCamera: (on: boolean) => Promise<void>;
  onLeave: () => void;
  /** Null: whoever leads asks nobody. */
  asks: Asks | null;
  /** To speak, or for a break. Whoever may not can still say that they cannot hear. */
  mayAsk: boolean;
  phone: string | null;
  /** Read out where it has to be. */
  say: (words: string) => void;
  /** Everybody here, for the list that opens. */
  people: ComponentChildren;
  /** Where one is: above the buttons. */
  children?: ComponentChildren;
}

type Open = "people" | "help" | null;

export function Controls(own: Own) {
  const [leaving, setLeaving] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const bar = useRef<HTMLDivElement>(null);
  const devices = useDevices(own);
  const toggle = (which: "people" | "help") => setOpen((now) => (now === which ? null : which));
  useKeys({
    ...(own.hasDevices ? { m: devices.microphone, v: devices.camera } : {}),
    ...(own.asks !== null && own.mayAsk ? { r: own.asks.hand.ask } : {}),
    p: () => toggle("people"),
    "?": () => toggle("help"),
    ...(open === null ? {} : { escape: () => setOpen(null) }),
    f2: () => bar.current?.querySelector("button")?.focus(),
  } satisfies Keys);
  return (
    <div class="q-controls">
      <Drawer open={open} own={own} onClose={() => setOpen(null)} />
      {own.children}
      <Alert words={devices.failed} onClose={devices.forget} />
      <Alert words={own.asks?.problem.value ?? null} onClose={() => own.asks?.forget()} />
      {/* biome-ignore lint/a11y/useSemanticElements: buttons are no fields of a form */}
      <div class="q-tools" role="group" aria-label={t("controls.name")} ref={bar}>
        {own.hasDevices && <DeviceTools own={own} devices={devices} />}
        {own.asks !== null && <AskTools asks={own.asks} mayAsk={own.mayAsk} />}
        <PageTools open={open} toggle={toggle} />
        <Tool sign="leave" last onClick={() => setLeaving(true)}>
          {t("controls.leave")}
        </Tool>
      </div>
      {leaving && <Leaving onStay={() => setLeaving(false)} onLeave={own.onLeave} />}
    </div>
  );
}

type Devices = ReturnType<typeof useDevices>;

function useDevices({ microphoneOn, cameraOn, onMicrophone, onCamera, say }: Own) {
  const [failed, setFailed] = useState<string | null>(null);
  const busy = useRef(false);
  async function turn(device: (on: boolean) => Promise<void>, on: boolean): Promise<boolean> {
    if (busy.current) return false;
    busy.current = true;
    const trouble = await device(on).then(
      () => null,
      (error) => t(`devices.${troubleOf(error)}`),
    );
    setFailed(trouble);
    busy.current = false;
    return trouble === null;
  }
  async function microphone(): Promise<void> {
    const on = !microphoneOn;
    if (await turn(onMicrophone, on)) say(t(on ? "controls.is-on" : "controls.is-muted"));
  }
  return {
    failed,
    forget: () => setFailed(null),
    microphone: () => void microphone(),
    camera: () => void turn(onCamera, !cameraOn),
  };
}

function DeviceTools({ own, devices }: { own: Own; devices: Devices }) {
  const { microphoneOn, cameraOn } = own;
  return (
    <>
      <Tool
        sign={microphoneOn ? "microphone" : "silent"}
        name={t(microphoneOn ? "controls.mute" : "controls.unmute")}
        pressed={microphoneOn}
        onClick={devices.microphone}
      >
        {t(microphoneOn ? "inside.mute" : "inside.unmute")}
      </Tool>
      <Tool sign={cameraOn ? "camera" : "dark"} pressed={cameraOn} onClick={devices.camera}>
        {t(cameraOn ? "controls.camera-off" : "controls.camera-on")}
      </Tool>
    </>
  );
}

function AskTools({ asks, mayAsk }: { asks: Asks; mayAsk: boolean }) {
  const cannotHear = asks.cannotHear.value;
  return (
    <>
      {mayAsk && <SpeakTools asks={asks} />}
      <Tool sign="ear" pressed={cannotHear} onClick={() => void asks.setNeed(!cannotHear)}>
        {t(cannotHear ? "asks.can-hear" : "asks.cannot-hear")}
      </Tool>
    </>
  );
}

function SpeakTools({ asks }: { asks: Asks }) {
  const { hand } = asks;
  const [asked, wantsBreak] = [asks.asked.value, asks.wantsBreak.value];
  return (
    <>
      <Tool sign="hand" pressed={asked || hand.pending.value} hold={hand} onClick={hand.press}>
        {handWords(hand.pending.value, asked)}
      </Tool>
      <Tool sign="pause" pressed={wantsBreak} onClick={() => void asks.setBreak(!wantsBreak)}>
        {t(wantsBreak ? "asks.no-break" : "asks.break")}
      </Tool>
    </>
  );
}

function handWords(pending: boolean, asked: boolean): string {
  if (pending) return t("asks.moment");
  return t(asked ? "asks.take-back" : "asks.speak");
}

function PageTools({ open, toggle }: { open: Open; toggle: (w: "people" | "help") => void }) {
  const next = nextSize(textSize.value);
  return (
    <>
      <Tool sign="text" onClick={() => setTextSize(next)}>
        {t(`text.${next}`)}
      </Tool>
      <Tool
        sign="people"
        opens={{ open: open === "people", id: "drawer" }}
        onClick={() => toggle("people")}
      >
        {t("inside.people")}
      </Tool>
      <Tool
        sign="help"
        opens={{ open: open === "help", id: "drawer" }}
        onClick={() => toggle("help")}
      >
        {t("keys.title")}
      </Tool>
    </>
  );
}

const DEVICE_KEYS: Keyed[] = [
  { key: "M", does: "keys.key-m" },
  { key: "V", does: "keys.key-v" },
];
const ASK_KEYS: Keyed[] = [{ key: "R", does: "keys.key-r" }];
const PAGE_KEYS: Keyed[] = [
  { key: "P", does: "keys.key-p" },
  { key: "?", does: "keys.key-help" },
  { key: "F2", does: "keys.key-bar" },
];

function Drawer({ open, own, onClose }: { open: Open; own: Own; onClose: () => void }) {
  const title = t(open === "help" ? "keys.title" : "inside.people");
  const keys = [
    ...(own.hasDevices ? DEVICE_KEYS : []),
    ...(own.asks !== null && own.mayAsk ? ASK_KEYS : []),
    ...PAGE_KEYS,
  ];
  return (
    <div id="drawer">
      {open !== null && (
        <section class="q-drawer" aria-label={title}>
          <button type="button" class="q-link-button" onClick={onClose}>
            {t("inside.close")}
          </button>
          <h2 class="govuk-heading-m">{title}</h2>
          {open === "help" ? <Help keys={keys} phone={own.phone} /> : own.people}
        </section>
      )}
    </div>
  );
}

function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <AskDialog
      title={t("controls.leave-title")}
      submit={t("controls.leave-confirm")}
      kind="warning"
      onCancel={onStay}
      onSubmit={onLeave}
    >
      <p class="govuk-body">{t("controls.leave-words")}</p>
    </AskDialog>
  );
}
