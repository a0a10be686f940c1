// The minute taker's page: write a line, see it stand, change it with a reason.
import { useEffect, useState } from "preact/hooks";
import type { Api } from "../api";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { MinuteEntry } from "../components/minute-entry";
import { MinuteLines } from "../components/minute-lines";
import { Alert } from "../components/notices";
import { ReasonDialog } from "../components/person-dialogs";
import { UnsentLines } from "../components/unsent-lines";
import { DetailsDialog, ReviseDialog, WithholdDialog } from "../minutes/line-dialogs";
import { RecordDesk } from "../minutes/record";
import { type Writing, writingOf } from "../minutes/writing";
import type { Inside, Line, MinuteDesk } from "../wire";
import { t } from "../words";

interface Props {
  inside: Inside;
  api: Api;
  desk: Desk;
}

export function Minutes({ inside, api, desk }: Props) {
  const writing = writingOf(api);
  const minutes = inside.minutes;
  useEffect(() => writing.outbox.resume(), [writing]);
  useEffect(() => warnBeforeLosing(writing), [writing]);
  if (minutes === null) return null;
  return (
    <section class="q-minutes" aria-labelledby="lines-title">
      <h2 class="govuk-heading-m" id="lines-title">
        {t("minutes.title")}
      </h2>
      <Alert words={desk.problem.value} onClose={desk.clear} />
      <MinuteEntry section={inside.section} desk={minutes} writing={writing} />
      <KeptWhere writing={writing} />
      <UnsentLines outbox={writing.outbox} />
      <WrittenLines lines={inside.lines} minutes={minutes} api={api} desk={desk} />
      <RecordDesk api={api} desk={desk} />
    </section>
  );
}

/** Whoever writes is told what becomes of their words if the line or the browser fails. */
function KeptWhere({ writing }: { writing: Writing }) {
  const lasts = writing.lasts.value;
  if (lasts === null) return null;
  return <p class="govuk-hint">{t(lasts ? "minutes.kept-here" : "minutes.kept-in-tab")}</p>;
}

type Act = "revise" | "details" | "withhold" | "strike";
const ACTS: Act[] = ["revise", "details", "withhold", "strike"];

interface LinesProps {
  lines: Line[];
  minutes: MinuteDesk;
  api: Api;
  desk: Desk;
}

function WrittenLines({ lines, minutes, api, desk }: LinesProps) {
  const [open, setOpen] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ act: Act; id: string } | null>(null);
  const line = lines.find((each) => each.line_id === asked?.id);
  const writing = writingOf(api);
  const done = () => setAsked(null);
  const common = { minutes, desk, onDone: done };
  return (
    <>
      <MinuteLines
        lines={lines}
        acts={(each) => (
          <Acts
            line={each}
            open={open === each.line_id}
            onOpen={(isOpen) => setOpen(isOpen ? each.line_id : null)}
            onAct={(act) => setAsked({ act, id: each.line_id })}
            onLooked={() => void desk.remove(`lines/${each.line_id}/flag`)}
          />
        )}
      />
      {line && asked?.act === "revise" && (
        <ReviseDialog line={line} api={api} writing={writing} onDone={done} />
      )}
      {line && asked?.act === "details" && <DetailsDialog line={line} {...common} />}
      {line && asked?.act === "withhold" && <WithholdDialog line={line} {...common} />}
      {line && asked?.act === "strike" && <StrikeDialog line={line} desk={desk} onDone={done} />}
    </>
  );
}

interface ActsProps {
  line: Line;
  open: boolean;
  onOpen: (open: boolean) => void;
  onAct: (act: Act) => void;
  onLooked: () => void;
}

/** One stop for the keyboard a line, until it is opened. */
function Acts({ line, open, onOpen, onAct, onLooked }: ActsProps) {
  const about = line.text.slice(0, 40);
  if (line.struck) return null;
  return (
    <div class="q-acts">
      <button
        type="button"
        class="q-link-button"
        aria-expanded={open}
        onClick={() => onOpen(!open)}
      >
        {t("line.change")} <span class="govuk-visually-hidden">{about}</span>
      </button>
      {line.flagged && (
        <Button small kind="secondary" about={about} onClick={onLooked}>
          {t("line.looked")}
        </Button>
      )}
      {open &&
        ACTS.map((act) => (
          <Button key={act} small kind="secondary" about={about} onClick={() => onAct(act)}>
            {t(`line.act.${act}`)}
          </Button>
        ))}
    </div>
  );
}

function StrikeDialog({ line, desk, onDone }: { line: Line; desk: Desk; onDone: () => void }) {
  async function strike(reason: string): Promise<void> {
    if (await desk.send(`lines/${line.line_id}/strike`, { reason })) onDone();
  }
  return (
    <ReasonDialog
      title={t("minutes.strike-title")}
      words={line.text}
      label={t("minutes.strike-reason")}
      submit={t("minutes.strike-submit")}
      desk={desk}
      onReason={(reason) => void strike(reason)}
      onCancel={onDone}
    />
  );
}

/** The browser asks before it closes the page on words that nobody else has. */
function warnBeforeLosing(writing: Writing): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    const typed = writing.lasts.value !== true && writing.typed.value.text !== "";
    if (typed || writing.outbox.unsent.value.length > 0) event.preventDefault();
  };
  addEventListener("beforeunload", ask);
  return () => removeEventListener("beforeunload", ask);
}

/** When the conference is over: what the service did not take, and what the record still needs. */
export function MinutesAfter({ api, desk }: { api: Api; desk: Desk }) {
  return (
    <section class="q-minutes">
      <UnsentLines outbox={writingOf(api).outbox} />
      <RecordDesk api={api} desk={desk} isOpen />
    </section>
  );
}
