// What is still to be done on the record: its headings, and for the chair each reader's copy.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Api } from "../api";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { Select } from "../components/fields";
import { Alert } from "../components/notices";
import { t } from "../words";
import type { CopiesProps } from "./preview";

export interface RecordLine {
  line_id: string;
  section: string;
  restricted: boolean;
  speaker_name: string;
  kind: string;
  text: string;
  struck: boolean;
  withheld: { participant_id: string; ground: string }[];
}

export interface Reader {
  participant_id: string;
  name: string;
  role: string;
  /** How much of the minutes is approved for them, as it is now. */
  approved: string | null;
  sent: boolean;
}

export interface RecordNow {
  over: boolean;
  approved: boolean;
  empty_headings: string[];
  readers: Reader[];
  lines: RecordLine[];
}

interface Props {
  api: Api;
  desk: Desk;
  /** The chair: she has the copies as well, in a part that is loaded for her alone. */
  mayApprove?: boolean;
  isOpen?: boolean;
}

export function RecordDesk({ api, desk, mayApprove = false, isOpen = false }: Props) {
  const [record, setRecord] = useState<RecordNow | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [Copies, setCopies] = useState<ComponentType<CopiesProps> | null>(null);
  async function look(): Promise<void> {
    if (mayApprove) {
      const { Copies: part } = await import("./preview");
      setCopies(() => part);
    }
    const answer = await api.get<RecordNow>("record");
    setProblem(answer.ok ? null : answer.problem.title);
    if (answer.ok) setRecord(answer.body);
  }
  useEffect(() => {
    if (isOpen) void look();
  }, []);
  return (
    <section class="q-group" aria-labelledby="record-title">
      <h3 class="govuk-heading-s" id="record-title">
        {t("record.title")}
      </h3>
      <Button kind="secondary" small onClick={() => void look()}>
        {t(record === null ? "record.look" : "record.look-again")}
      </Button>
      <Alert words={problem} />
      {record !== null && (
        <Headings record={record} desk={desk} onDone={look} mayFill={!mayApprove} />
      )}
      {record !== null && Copies !== null && (
        <Copies record={record} api={api} desk={desk} onDone={() => void look()} />
      )}
    </section>
  );
}

interface HeadingsProps {
  record: RecordNow;
  desk: Desk;
  onDone: () => Promise<void>;
  mayFill: boolean;
}

function Headings({ record, desk, onDone, mayFill }: HeadingsProps) {
  if (record.approved) return <p class="govuk-body">{t("record.is-approved")}</p>;
  if (record.empty_headings.length === 0) {
    return <p class="govuk-body">{t("record.headings-full")}</p>;
  }
  return (
    <>
      <p class="govuk-body">{t("record.headings-empty")}</p>
      <ul class="govuk-list govuk-list--bullet">
        {record.empty_headings.map((heading) => (
          <li key={heading}>{t(`heading.${heading}`)}</li>
        ))}
      </ul>
      {mayFill && <Fill record={record} desk={desk} onDone={onDone} />}
    </>
  );
}

/** A line that is already there is put under a heading; the line itself stays as it is. */
function Fill({ record, desk, onDone }: Omit<HeadingsProps, "mayFill">) {
  const standing = record.lines.filter((line) => !line.struck).reverse();
  async function fill(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [heading, line] = [String(form.get("heading")), String(form.get("line"))];
    if (heading === "" || line === "") return;
    if (await desk.send(`record/headings/${heading}`, { line_ids: [line] })) await onDone();
  }
  return (
    <form noValidate onSubmit={(event) => void fill(event)}>
      <Select
        name="heading"
        label={t("record.heading")}
        empty={t("form.choose")}
        options={record.empty_headings.map((value) => ({ value, label: t(`heading.${value}`) }))}
      />
      <Select
        name="line"
        label={t("record.line")}
        empty={t("form.choose")}
        options={standing.map(({ line_id, text }) => ({
          value: line_id,
          label: text.length > 80 ? `${text.slice(0, 80)}…` : text,
        }))}
      />
      <Button small kind="secondary">
        {t("record.fill")}
      </Button>
    </form>
  );
}
