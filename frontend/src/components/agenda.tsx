// What comes before the next part: the opening script, late joiners, views that are owed, requests.
import { useState } from "preact/hooks";
import { Fold } from "../chair/fold";
import { Requests } from "../chair/requests";
import type { ChairPanel, ScriptStep } from "../wire";
import { t } from "../words";
import { AskDialog } from "./ask-dialog";
import { Button } from "./button";
import type { Desk } from "./desk";
import { TextArea } from "./fields";
import { namesOf } from "./panel-words";

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

export function AgendaPanel({ panel, desk }: Props) {
  const { agenda } = panel;
  return (
    <>
      {panel.phase === "in_section" && <Script steps={agenda.script} desk={desk} />}
      <Prompts panel={panel} desk={desk} />
      <Requests panel={panel} desk={desk} />
      <OwedViews panel={panel} desk={desk} />
    </>
  );
}

/** Gone once every step is done. */
function Script({ steps, desk }: { steps: ScriptStep[]; desk: Desk }) {
  const next = steps.find(({ done }) => !done);
  if (next === undefined) return null;
  return (
    <Fold title={t("agenda.script")} always>
      <ol class="govuk-list govuk-list--number">
        {steps.map(({ step, done }) => (
          <li key={step}>
            {t(`script.${step}`)}{" "}
            {done && <strong class="govuk-tag govuk-tag--green">{t("agenda.done")}</strong>}
            {step === next.step && (
              <Button
                small
                about={t(`script.${step}`)}
                disabled={desk.busy.value}
                onClick={() => void desk.send(`script/${step}`, {})}
              >
                {t("agenda.tick")}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Fold>
  );
}

function linesOf(panel: ChairPanel): string[] {
  const admit = namesOf(panel, panel.agenda.to_admit);
  const release = namesOf(panel, panel.agenda.to_release);
  return [
    ...(admit === "" ? [] : [t("agenda.to_admit", { names: admit })]),
    ...(release === "" ? [] : [t("agenda.to_release", { names: release })]),
  ];
}

function Prompts({ panel, desk }: Props) {
  const lines = linesOf(panel);
  const { to_announce } = panel.agenda;
  if (lines.length + to_announce.length === 0) return null;
  return (
    <ul class="govuk-list" aria-label={t("agenda.prompts")}>
      {lines.map((words) => (
        <li key={words}>{words}</li>
      ))}
      {to_announce.map((id) => (
        <li key={id}>
          {t("agenda.announce", { name: namesOf(panel, [id]) })}{" "}
          <Button
            small
            kind="secondary"
            disabled={desk.busy.value}
            onClick={() => void desk.send(`participants/${id}/announced`, {})}
          >
            {t("agenda.announced")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Nobody who is out goes unheard: the conference is not closed before. */
function OwedViews({ panel, desk }: Props) {
  const [asked, setAsked] = useState<string | null>(null);
  const owed = panel.agenda.views_owed;
  const note = (id: string, text: string | null) =>
    desk.send(`participants/${id}/views`, { text, none_given: text === null });
  async function submit(form: FormData): Promise<void> {
    const text = String(form.get("views") ?? "").trim();
    if (asked !== null && text !== "" && (await note(asked, text))) setAsked(null);
  }
  return (
    <>
      {owed.map((id) => (
        <p key={id} class="govuk-body">
          {t("agenda.views", { name: namesOf(panel, [id]) })}{" "}
          <Button small about={namesOf(panel, [id])} onClick={() => setAsked(id)}>
            {t("agenda.views-write")}
          </Button>{" "}
          <Button
            small
            kind="secondary"
            about={namesOf(panel, [id])}
            disabled={desk.busy.value}
            onClick={() => void note(id, null)}
          >
            {t("agenda.views-none")}
          </Button>
        </p>
      ))}
      {asked !== null && (
        <AskDialog
          title={t("agenda.views-title", { name: namesOf(panel, [asked]) })}
          submit={t("agenda.views-write")}
          desk={desk}
          onSubmit={(form) => void submit(form)}
          onCancel={() => setAsked(null)}
        >
          <TextArea name="views" label={t("agenda.views-label")} error={undefined} limit={4000} />
        </AskDialog>
      )}
    </>
  );
}
