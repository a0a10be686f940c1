// The chair reads along: she may write a line, flag one, agree an action, and preview the copies.
import { useState } from "preact/hooks";
import type { Api } from "../api";
import { AskDialog } from "../components/ask-dialog";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { ErrorSummary, type Errors, NO_ERRORS, Select, TextArea } from "../components/fields";
import { MinuteEntry } from "../components/minute-entry";
import { MinuteLines } from "../components/minute-lines";
import { UnsentLines } from "../components/unsent-lines";
import { newId } from "../live/outbox";
import type { Inside, Line, MinuteDesk } from "../wire";
import { t } from "../words";
import { WithholdDialog } from "./line-dialogs";
import { RecordDesk } from "./record";
import { writingOf } from "./writing";

interface Props {
  inside: Inside | null;
  api: Api;
  desk: Desk;
}

type Act = "flag" | "action" | "withhold";

export function ChairMinutes({ inside, api, desk }: Props) {
  const [asked, setAsked] = useState<{ act: Act; id: string } | null>(null);
  const lines = inside?.lines ?? [];
  const minutes = inside?.minutes ?? null;
  const line = lines.find((each) => each.line_id === asked?.id);
  const done = () => setAsked(null);
  return (
    <>
      {minutes !== null && <Write inside={inside} minutes={minutes} api={api} />}
      <MinuteLines
        lines={lines}
        acts={(each) => (
          <Acts
            line={each}
            onAct={(act) => setAsked({ act, id: each.line_id })}
            onClear={() => void desk.remove(`lines/${each.line_id}/flag`)}
          />
        )}
      />
      {line && asked?.act === "flag" && <FlagDialog line={line} desk={desk} onDone={done} />}
      {line && minutes && asked?.act === "withhold" && (
        <WithholdDialog line={line} minutes={minutes} desk={desk} onDone={done} />
      )}
      {line && minutes && asked?.act === "action" && (
        <ActionDialog line={line} minutes={minutes} api={api} onDone={done} />
      )}
      <RecordDesk api={api} desk={desk} mayApprove />
    </>
  );
}

function Write({ inside, minutes, api }: { inside: Inside | null; minutes: MinuteDesk; api: Api }) {
  const writing = writingOf(api);
  const [open, setOpen] = useState(writing.typed.value.text !== "");
  return (
    <>
      <Button small kind="secondary" onClick={() => setOpen(!open)}>
        {t(open ? "line.write-close" : "line.write-open")}
      </Button>
      {open && <MinuteEntry section={inside?.section ?? null} desk={minutes} writing={writing} />}
      <UnsentLines outbox={writing.outbox} />
    </>
  );
}

interface ActsProps {
  line: Line;
  onAct: (act: Act) => void;
  onClear: () => void;
}

function Acts({ line, onAct, onClear }: ActsProps) {
  const about = line.text.slice(0, 40);
  if (line.struck) return null;
  return (
    <div class="q-acts">
      <Button
        small
        kind="secondary"
        about={about}
        onClick={line.flagged ? onClear : () => onAct("flag")}
      >
        {t(line.flagged ? "line.unflag" : "line.flag")}
      </Button>
      <Button small kind="secondary" about={about} onClick={() => onAct("withhold")}>
        {t("line.act.withhold")}
      </Button>
      {line.kind === "plan" && (
        <Button small kind="secondary" about={about} onClick={() => onAct("action")}>
          {t("line.action")}
        </Button>
      )}
    </div>
  );
}

function FlagDialog({ line, desk, onDone }: { line: Line; desk: Desk; onDone: () => void }) {
  async function send(form: FormData): Promise<void> {
    const note = String(form.get("note") ?? "").trim() || null;
    if (await desk.send(`lines/${line.line_id}/flag`, { note })) onDone();
  }
  return (
    <AskDialog
      title={t("line.flag-title")}
      submit={t("line.flag-submit")}
      desk={desk}
      onSubmit={(form) => void send(form)}
      onCancel={onDone}
    >
      <p class="q-line__text">{line.text}</p>
      <TextArea name="note" label={t("line.flag-note")} />
    </AskDialog>
  );
}

function missing(said: Record<string, string | undefined>): Errors {
  const empty = Object.keys(said).filter((name) => !said[name]);
  return new Map(empty.map((name) => [name, () => t(`line.action-missing.${name}`)]));
}

interface ActionProps {
  line: Line;
  minutes: MinuteDesk;
  api: Api;
  onDone: () => void;
}

/** What the line says becomes an action of the plan: who does it, and by when. */
function ActionDialog({ line, minutes, api, onDone }: ActionProps) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  const [actionId] = useState(newId);
  async function send(form: FormData): Promise<void> {
    const [owner, by] = ["owner", "by"].map((name) => String(form.get(name)));
    const wrong = missing({ owner, by });
    setErrors(wrong);
    if (wrong.size > 0) return;
    const action = { action_id: actionId, what: line.text, owner, by };
    const plain = { relies_on_service: false, service: null, withheld: [] };
    const answer = await api.post("actions", { ...action, ...plain });
    if (answer.ok || answer.problem.code === "already-here") onDone();
    else setErrors(new Map([["owner", () => answer.problem.title]]));
  }
  return (
    <AskDialog
      title={t("line.action-title")}
      submit={t("line.action-submit")}
      onSubmit={(form) => void send(form)}
      onCancel={onDone}
    >
      <ErrorSummary errors={errors} />
      <p class="q-line__text">{line.text}</p>
      <Select
        name="owner"
        label={t("line.action-owner")}
        empty={t("form.choose")}
        options={minutes.speakers.map(({ participant_id, name }) => ({
          value: participant_id,
          label: name,
        }))}
      />
      <div class="govuk-form-group">
        <label class="govuk-label" for="action-by">
          {t("line.action-by")}
        </label>
        <input class="govuk-input govuk-input--width-10" id="action-by" name="by" type="date" />
      </div>
    </AskDialog>
  );
}
