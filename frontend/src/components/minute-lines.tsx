// Lines of the minutes, newest first: time, section, speaker, kind and words.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Line } from "../wire";
import { plural, t, timeOfDay } from "../words";
import { Button } from "./button";
import { Restricted } from "./restricted";

/** So many are on the page until somebody wants more: a long conference stays quick to write in. */
const SHOWN = 50;

interface Props {
  lines: Line[];
  /** What may be done with a line, beside it. */
  acts?: (line: Line) => ComponentChildren;
}

export function MinuteLines({ lines, acts }: Props) {
  const [shown, setShown] = useState(SHOWN);
  const [wanted, setWanted] = useState("");
  if (lines.length === 0) return <p class="govuk-body">{t("minutes.none")}</p>;
  const found = lines.filter((line) => holds(line, wanted)).reverse();
  const hidden = found.length - shown;
  return (
    <>
      {lines.length > SHOWN && <Find wanted={wanted} onWanted={setWanted} />}
      {wanted !== "" && <p class="govuk-body-s">{plural("minutes.found", found.length)}</p>}
      <ol class="q-lines" reversed start={found.length}>
        {found.slice(0, shown).map((line) => (
          <li key={line.line_id} class={line.restricted ? "q-line--restricted" : ""}>
            <MinuteLine line={line} />
            {acts?.(line)}
          </li>
        ))}
      </ol>
      {hidden > 0 && (
        <Button kind="secondary" onClick={() => setShown(shown + 10 * SHOWN)}>
          {plural("minutes.show-more", hidden)}
        </Button>
      )}
    </>
  );
}

function holds(line: Line, wanted: string): boolean {
  const words = `${line.text} ${line.speaker_name} ${line.section}`.toLowerCase();
  return words.includes(wanted.trim().toLowerCase());
}

function Find({ wanted, onWanted }: { wanted: string; onWanted: (words: string) => void }) {
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for="line-find">
        {t("minutes.find")}
      </label>
      <input
        class="govuk-input govuk-input--width-20"
        id="line-find"
        type="search"
        autocomplete="off"
        value={wanted}
        onInput={(event) => onWanted(event.currentTarget.value)}
      />
    </div>
  );
}

function MinuteLine({ line }: { line: Line }) {
  return (
    <div>
      <p class="q-line__head">
        {timeOfDay(new Date(line.written_at_ms))} · {line.section} ·{" "}
        <strong>{line.speaker_name}</strong> · {t(`kind.${line.kind}`)}
        {line.restricted && <Restricted />}
        {line.struck && <Tag colour="red">{t("minutes.struck")}</Tag>}
        {line.withheld.length > 0 && (
          <Tag colour="yellow">{plural("minutes.withheld", line.withheld.length)}</Tag>
        )}
      </p>
      {line.struck ? (
        <del class="q-line__text">{line.text}</del>
      ) : (
        <p class="q-line__text">{line.text}</p>
      )}
      {line.earlier.length > 0 && <Earlier words={line.earlier} />}
      {line.flagged && (
        <p class="q-line__flag">
          <strong>{t("minutes.flagged")}</strong> {line.flag_note}
        </p>
      )}
    </div>
  );
}

function Tag({ colour, children }: { colour: string; children: ComponentChildren }) {
  return <strong class={`govuk-tag govuk-tag--${colour} q-tag`}>{children}</strong>;
}

function Earlier({ words }: { words: string[] }) {
  return (
    <details class="q-line__earlier">
      <summary>{plural("minutes.changed", words.length)}</summary>
      {words.map((each, n) => (
        <p class="q-line__text" key={n}>
          {each}
        </p>
      ))}
    </details>
  );
}
