// What the service does not have yet: lines on their way, and lines that it has refused.
import type { Outbox, Unsent } from "../live/outbox";
import { plural, t } from "../words";
import { Button } from "./button";

/** Lines on their way, and those that were refused, with the reason and the ways on. */
export function UnsentLines({ outbox }: { outbox: Outbox }) {
  const lines = outbox.unsent.value;
  const waiting = lines.filter((line) => line.problem === null);
  return (
    <div>
      {waiting.length > 0 && (
        <p class="q-alert">{plural("minutes.on-their-way", waiting.length)}</p>
      )}
      <div role="alert">
        {lines.map(
          (line) =>
            line.problem !== null && <Refused key={line.line_id} line={line} outbox={outbox} />,
        )}
      </div>
    </div>
  );
}

function Refused({ line, outbox }: { line: Unsent; outbox: Outbox }) {
  const about = line.text.slice(0, 40);
  return (
    <div class="q-alert">
      <p>
        <strong>{t("minutes.not-written")}</strong> {line.problem}
      </p>
      <p class="q-line__text">{line.text}</p>
      <div class="q-acts">
        <Button small about={about} onClick={() => outbox.sendAgain(line.line_id)}>
          {t("minutes.send-again")}
        </Button>
        <Button small kind="secondary" about={about} onClick={() => outbox.forget(line.line_id)}>
          {t("minutes.give-up")}
        </Button>
      </div>
    </div>
  );
}
