// Camera and microphone: what the browser will ask, said before it asks; and what to do if it fails.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Api } from "../api";
import { Button } from "../components/button";
import { Title } from "../components/notices";
import type { Choice, DeviceTrouble } from "../live/devices";
import { t } from "../words";
import { familyOf } from "./browser";
import { CallIn } from "./call-in";
import { BOTH, type Journey, NEITHER, SOUND_ONLY } from "./journey";

interface DevicesProps {
  journey: Journey;
  api: Api;
  phone: string | null;
  /** In the meeting room with others, who have a device of their own; none at that device itself. */
  onCompanion?: () => void;
}

export function Devices({ journey, api, phone, onCompanion }: DevicesProps) {
  const [byPhone, setByPhone] = useState(false);
  const trouble = journey.trouble.value;
  async function open(choice: Choice): Promise<void> {
    await journey.open(choice);
    if (journey.trouble.value === null) journey.go("preview");
  }
  return (
    <>
      <Title>{t("devices.title")}</Title>
      {trouble !== null && <Trouble trouble={trouble} />}
      <p class="govuk-body">{t("devices.before")}</p>
      <p class="govuk-body">{t("devices.nobody-sees")}</p>
      <p class="govuk-body">{t("devices.equal")}</p>
      <Ways opening={journey.isOpening.value} onOpen={(choice) => void open(choice)}>
        <Button kind="secondary" pressed={byPhone} onClick={() => setByPhone(!byPhone)}>
          {t("devices.by-phone")}
        </Button>
      </Ways>
      {(byPhone || trouble !== null) && <CallIn api={api} phone={phone} />}
      {onCompanion && <InTheRoom onJoin={onCompanion} />}
    </>
  );
}

interface WaysProps {
  opening: boolean;
  onOpen: (choice: Choice) => void;
  children: ComponentChildren;
}

/** Equal choices: none of them stands out. */
function Ways({ opening, onOpen, children }: WaysProps) {
  return (
    <>
      <div class="q-stack">
        <Button kind="secondary" disabled={opening} onClick={() => onOpen(BOTH)}>
          {t("devices.turn-on-both")}
        </Button>
        <Button kind="secondary" disabled={opening} onClick={() => onOpen(SOUND_ONLY)}>
          {t("devices.turn-on-microphone")}
        </Button>
        <Button kind="secondary" disabled={opening} onClick={() => onOpen(NEITHER)}>
          {t("devices.neither")}
        </Button>
        {children}
      </div>
      <p class="govuk-body" role="status">
        {opening ? t("devices.opening") : ""}
      </p>
    </>
  );
}

function Trouble({ trouble }: { trouble: DeviceTrouble }) {
  const advice =
    trouble === "blocked"
      ? t(`devices.unblock.${familyOf(navigator.userAgent)}`)
      : t(`devices.${trouble}.advice`);
  return (
    <div class="govuk-inset-text q-warning" role="alert">
      <p class="govuk-body">
        <strong>{t(`devices.${trouble}`)}</strong>
      </p>
      <p class="govuk-body">{advice}</p>
      <p class="govuk-body">{t("devices.or-without")}</p>
    </div>
  );
}

function InTheRoom({ onJoin }: { onJoin: () => void }) {
  return (
    <>
      <h2 class="govuk-heading-s">{t("companion.title")}</h2>
      <p class="govuk-body">{t("companion.words")}</p>
      <Button kind="secondary" onClick={onJoin}>
        {t("companion.join")}
      </Button>
    </>
  );
}
