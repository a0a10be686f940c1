// Each reader's copy as they would get it, and the chair's approval of exactly that.
import { useState } from "preact/hooks";
import type { Api } from "../api";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { Select } from "../components/fields";
import { Alert } from "../components/notices";
import { t, timeOfDay } from "../words";
import type { Reader, RecordNow } from "./record";

interface CopyText {
  recipient: string;
  notices: string[];
  minutes: string;
  people: { name: string; role: string; attended: boolean }[];
  sections: CopySection[];
  decision_letter: boolean;
  addenda: { number: number; line_number: number; outcome: string; answer: string }[];
}

interface CopySection {
  heading: string | null;
  code: string;
  opened_at: number | null;
  lines: { number: number; speaker: string; kind: string; text: string; language: string }[];
  gist: string | null;
}

interface Preview {
  copy_text: CopyText;
  /** What an approval of exactly this names. */
  seen: number;
}

export interface CopiesProps {
  record: RecordNow;
  api: Api;
  desk: Desk;
  onDone: () => void;
}

export function Copies({ record, api, desk, onDone }: CopiesProps) {
  const [reader, setReader] = useState("");
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const chosen = record.readers.find((each) => each.participant_id === reader);
  async function look(id: string): Promise<void> {
    setReader(id);
    setPreview(null);
    if (id === "") return;
    const answer = await api.get<Preview>(`copies/${id}`);
    setProblem(answer.ok ? null : answer.problem.title);
    if (answer.ok) setPreview(answer.body);
  }
  async function act(path: string, body: unknown): Promise<void> {
    if (!(await desk.send(path, body))) return;
    onDone();
    await look(reader);
  }
  return (
    <>
      <Select
        name="reader"
        label={t("record.reader")}
        hint={t("record.reader.hint")}
        empty={t("form.choose")}
        value={reader}
        options={record.readers.map((each) => ({
          value: each.participant_id,
          label: `${each.name}, ${t(`role.${each.role}`)}: ${stateOf(each)}`,
        }))}
        onChange={(id) => void look(id)}
      />
      <Alert words={problem} />
      {preview !== null && chosen !== undefined && (
        <>
          <Approvals record={record} reader={chosen} preview={preview} desk={desk} onAct={act} />
          <Kept record={record} reader={chosen} desk={desk} onAct={act} />
          <Copy copy={preview.copy_text} />
        </>
      )}
    </>
  );
}

function stateOf(reader: Reader): string {
  if (reader.sent) return t("record.sent");
  return t(reader.approved === null ? "record.not-approved" : `record.approved.${reader.approved}`);
}

interface ApprovalsProps {
  record: RecordNow;
  reader: Reader;
  preview: Preview;
  desk: Desk;
  onAct: (path: string, body: unknown) => Promise<void>;
}

/** First the record, then each copy, then it is sent: never before the chair has read it. */
function Approvals({ record, reader, preview, desk, onAct }: ApprovalsProps) {
  const { seen } = preview;
  const busy = desk.busy.value;
  const id = reader.participant_id;
  if (!record.over) return <p class="govuk-inset-text">{t("record.when-over")}</p>;
  if (!record.approved) {
    const empty = record.empty_headings.length > 0;
    return (
      <>
        <p class="govuk-inset-text">
          {t(empty ? "record.headings-first" : "record.approve-first")}
        </p>
        <Button disabled={busy || empty} onClick={() => void onAct("record/approval", { seen })}>
          {t("record.approve")}
        </Button>
      </>
    );
  }
  return (
    <div class="q-acts">
      {reader.approved === null &&
        [preview.copy_text.minutes, "none"]
          .filter((minutes, n, all) => all.indexOf(minutes) === n)
          .map((minutes) => (
            <Button
              key={minutes}
              small
              kind={minutes === "none" ? "secondary" : "primary"}
              disabled={busy}
              onClick={() => void onAct(`copies/${id}/approval`, { minutes, seen })}
            >
              {t(`record.approve.${minutes}`)}
            </Button>
          ))}
      {reader.approved !== null && !reader.sent && (
        <Button disabled={busy} onClick={() => void onAct(`copies/${id}/sending`, {})}>
          {t("record.send", { name: reader.name })}
        </Button>
      )}
    </div>
  );
}

/** What this reader does not get, and on what ground: for the chair, never in the copy. */
function Kept({ record, reader, desk, onAct }: Omit<ApprovalsProps, "preview">) {
  const kept = record.lines.flatMap((line) =>
    line.withheld
      .filter((each) => each.participant_id === reader.participant_id)
      .map(({ ground }) => ({ line, ground })),
  );
  if (kept.length === 0) return null;
  return (
    <div class="q-alert">
      <p>
        <strong>{t("record.kept-from", { name: reader.name })}</strong>
      </p>
      <ul class="govuk-list govuk-list--bullet">
        {kept.map(({ line, ground }) => (
          <li key={line.line_id}>
            {line.text} ({t(`withhold.ground.${ground}`)}){" "}
            <Button
              small
              kind="secondary"
              about={line.text.slice(0, 40)}
              disabled={desk.busy.value}
              onClick={() =>
                void onAct(`lines/${line.line_id}/lifting`, { people: [reader.participant_id] })
              }
            >
              {t("record.lift")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The document itself, as a region that can be read from end to end. */
function Copy({ copy }: { copy: CopyText }) {
  return (
    <article class="q-copy" aria-label={t("record.copy-of", { name: copy.recipient })}>
      <h4 class="govuk-heading-s">{t("record.copy-of", { name: copy.recipient })}</h4>
      <ul class="govuk-list">
        {copy.notices.map((notice) => (
          <li key={notice}>{t(`record.notice.${notice}`)}</li>
        ))}
      </ul>
      <p class="govuk-body">{t(`record.gets.${copy.minutes}`)}</p>
      {copy.decision_letter && <p class="govuk-body">{t("record.decision-letter")}</p>}
      <h5 class="govuk-heading-s">{t("record.people")}</h5>
      <ul class="govuk-list">
        {copy.people.map((each) => (
          <li key={each.name}>
            {each.name}, {t(`role.${each.role}`)}
            {!each.attended && ` (${t("record.absent")})`}
          </li>
        ))}
      </ul>
      {copy.sections.map((section, n) => (
        <Section key={n} section={section} />
      ))}
      {copy.addenda.map((each) => (
        <p class="govuk-body" key={each.number}>
          {t("record.addendum", { number: each.number, line: each.line_number })} {each.answer}
        </p>
      ))}
    </article>
  );
}

function Section({ section }: { section: CopySection }) {
  const at = section.opened_at;
  return (
    <section>
      <h5 class="govuk-heading-s">
        {section.heading ?? t("record.without-you")}
        {at !== null && ` (${timeOfDay(new Date(at / 1000))})`}
      </h5>
      {section.gist !== null && <p class="govuk-body">{section.gist}</p>}
      {section.lines.map((line) => (
        <p class="q-line__text" key={line.number} lang={line.language}>
          {line.number}. <strong>{line.speaker}</strong>, {t(`kind.${line.kind}`)}: {line.text}
        </p>
      ))}
    </section>
  );
}
