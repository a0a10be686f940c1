// What is happening now and since when; and the stop, which is always in reach.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import type { ChairPanel } from "../wire";
import { plural, t, wordsFor } from "../words";
import { ALONE } from "./alone";

/** One press, wherever the focus is. Not a letter: those are typed. */
export const STOP_KEY = "F8";

const MAY_STOP = new Set(["lobby_open", "in_section", "sealing", "paused"]);
const EVERY_MS = 15_000;

export function NowBar({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  const mayStop = MAY_STOP.has(panel.phase);
  // Nothing that is on its way holds it up, and nobody is asked whether they are sure.
  const stop = () => void desk.now("stop", {});
  useStopKey(mayStop ? stop : null);
  return (
    <div class="q-now">
      <div class="q-now__words">
        <p class="q-now__phase">{nowInWords(panel)}</p>
        <SectionTime panel={panel} />
        <ToWhatIsForHerAlone panel={panel} />
      </div>
      {mayStop && (
        <button
          type="button"
          class="govuk-button govuk-button--warning q-now__stop"
          aria-keyshortcuts={STOP_KEY}
          onClick={stop}
        >
          {t("chair.stop")} <span class="q-now__key">{STOP_KEY}</span>
          <span class="govuk-visually-hidden">. {t("chair.stop-words")}</span>
        </button>
      )}
    </div>
  );
}

/** The bar is always in sight; what a signal asks of her is at the top of a long page. */
function ToWhatIsForHerAlone({ panel: { conduct } }: { panel: ChairPanel }) {
  if (conduct.signals.length === 0 && conduct.response === null) return null;
  return (
    <Button small kind="secondary" onClick={() => document.getElementById(ALONE)?.focus()}>
      {t("alone.title")}
    </Button>
  );
}

function useStopKey(stop: (() => void) | null): void {
  useEffect(() => {
    function pressed(event: KeyboardEvent): void {
      if (event.key !== STOP_KEY || event.repeat || stop === null) return;
      event.preventDefault();
      stop();
    }
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

export function nowInWords(panel: ChairPanel): string {
  if (panel.phase === "paused")
    return wordsFor("paused", panel.pause_reason ?? "chair", "paused.chair");
  return wordsFor("phase", panel.phase, "phase.booked");
}

function SectionTime({ panel }: { panel: ChairPanel }) {
  const now = useNow();
  const section = panel.sections.find(({ current }) => current);
  if (section === undefined || section.opened_ms === null) return null;
  const minutes = Math.max(0, Math.floor((now - section.opened_ms) / 60_000));
  return (
    <p class="q-now__section">
      <strong>{section.title}</strong> {plural("chair.open-for", minutes)}
    </p>
  );
}

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
