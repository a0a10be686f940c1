// Lines of the minutes, newest first: time, section, speaker, kind and words.
import { useState } from "preact/hooks";
import type { Line } from "../wire";
import { t, timeOfDay } from "../words";
import { Button } from "./button";
import type { Desk } from "./desk";
import { ReasonDialog } from "./person-dialogs";

/** With a desk, whoever reads may strike as well. */
export function MinuteLines({ lines, desk }: { lines: Line[]; desk?: Desk }) {
  const [striking, setStriking] = useState<Line | null>(null);
  async function strike(line: Line, reason: string): Promise<void> {
    if (await desk?.send(`lines/${line.line_id}/strike`, { reason })) setStriking(null);
  }
  if (lines.length === 0) return <p class="govuk-body">{t("minutes.none")}</p>;
  return (
    <>
      <ol class="q-lines" reversed>
        {[...lines].reverse().map((line) => (
          <li key={line.line_id}>
            <MinuteLine line={line} />
            {desk && !line.struck && (
              <Button
                small
                kind="secondary"
                about={line.text.slice(0, 40)}
                onClick={() => setStriking(line)}
              >
                {t("minutes.strike")}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {striking !== null && desk && (
        <ReasonDialog
          title={t("minutes.strike-title")}
          words={striking.text}
          label={t("minutes.strike-reason")}
          submit={t("minutes.strike-submit")}
          desk={desk}
          onReason={(reason) => void strike(striking, reason)}
          onCancel={() => setStriking(null)}
        />
      )}
    </>
  );
}

function MinuteLine({ line }: { line: Line }) {
  return (
    <div>
      <p class="q-line__head">
        {timeOfDay(new Date(line.written_at_ms))} · {line.section} ·{" "}
        <strong>{line.speaker_name}</strong> · {t(`kind.${line.kind}`)}
        {line.struck && " "}
        {line.struck && <strong class="govuk-tag govuk-tag--red">{t("minutes.struck")}</strong>}
      </p>
      {line.struck ? (
        <del class="q-line__text">{line.text}</del>
      ) : (
        <p class="q-line__text">{line.text}</p>
      )}
    </div>
  );
}
