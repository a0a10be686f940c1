// The course of the conference: the presses that change what is happening.
import { useState } from "preact/hooks";
import { AdjournDialog, BreakDialog, CallOffDialog } from "../chair/halting";
import type { ChairPanel } from "../wire";
import { plural, t } from "../words";
import { AskDialog } from "./ask-dialog";
import { Button } from "./button";
import type { Desk } from "./desk";
import { isRunning } from "./panel-words";

type CourseAct = "open" | "pause" | "resume" | "close" | "bring_back";
type Asked = "close" | "break" | "adjourn" | "call-off";
type Look = "primary" | "secondary" | "warning";

const GOES_ON = new Set(["in_section", "sealing"]);
const MAY_ADJOURN = new Set(["lobby_open", "in_section", "sealing", "paused", "stopped"]);

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

export function Course({ panel, desk }: Props) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const send = (act: CourseAct) => void desk.send("course", { act, seen: panel.version });
  const press = (words: string, look: Look, onClick: () => void) => (
    <Button kind={look} disabled={desk.busy.value} onClick={onClick}>
      {words}
    </Button>
  );
  const ask = (what: Asked, look: Look) => press(t(`course.${what}`), look, () => setAsked(what));
  return (
    <div class="q-course">
      <div class="govuk-button-group">
        {mayBringBack(panel) &&
          press(plural("course.bring_back", panel.may_bring_back), "primary", () =>
            send("bring_back"),
          )}
        {panel.phase === "lobby_open" && press(t("course.open"), "primary", () => send("open"))}
        {mayResume(panel) && press(t("course.resume"), lookOfResume(panel), () => send("resume"))}
        {mayPause(panel) && press(t(pauseWords(panel)), "secondary", () => send("pause"))}
        {panel.phase === "in_section" && ask("break", "secondary")}
        {MAY_ADJOURN.has(panel.phase) && ask("adjourn", "secondary")}
        {panel.phase === "lobby_open" && ask("call-off", "secondary")}
        {isRunning(panel) && ask("close", "warning")}
      </div>
      {asked !== null && (
        <CourseDialog
          asked={asked}
          panel={panel}
          desk={desk}
          onClose={() => send("close")}
          onDone={() => setAsked(null)}
        />
      )}
    </div>
  );
}

interface DialogProps {
  asked: Asked;
  panel: ChairPanel;
  desk: Desk;
  onClose: () => void;
  onDone: () => void;
}

function CourseDialog({ asked, panel, desk, onClose, onDone }: DialogProps) {
  if (asked === "break") return <BreakDialog desk={desk} onDone={onDone} />;
  if (asked === "adjourn") return <AdjournDialog desk={desk} onDone={onDone} />;
  if (asked === "call-off") return <CallOffDialog desk={desk} onDone={onDone} />;
  return (
    <AskDialog
      title={t("course.close-title")}
      submit={t("course.close-confirm")}
      kind="warning"
      desk={desk}
      onSubmit={() => {
        onDone();
        onClose();
      }}
      onCancel={onDone}
    >
      <p class="govuk-body">{t("course.close-words")}</p>
      <StillOwed panel={panel} />
    </AskDialog>
  );
}

/** What it will be refused for, and of whom. */
function StillOwed({ panel }: { panel: ChairPanel }) {
  const owed = panel.agenda.owed_to_close;
  if (owed.length === 0) return null;
  const names = new Map([
    ...panel.people.map((each) => [each.participant_id, each.name] as const),
    ...(panel.case?.children ?? []).map((each) => [each.child_id, each.name] as const),
  ]);
  return (
    <div class="govuk-inset-text q-warning">
      <p class="govuk-body">{t("course.owed")}</p>
      <ul class="govuk-list govuk-list--bullet">
        {owed.map(({ what, about }) => (
          <li key={`${what} ${about}`}>
            {t(`course.owed.${what}`, { name: names.get(about ?? "") ?? "" })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function mayBringBack(panel: ChairPanel): boolean {
  return isRunning(panel) && (panel.may_bring_back > 0 || !panel.chair_inside);
}

function mayResume(panel: ChairPanel): boolean {
  return panel.phase === "paused" && panel.chair_inside;
}

function lookOfResume(panel: ChairPanel): Look {
  return mayBringBack(panel) ? "secondary" : "primary";
}

/** From a stop the way back leads over a pause. */
function mayPause(panel: ChairPanel): boolean {
  return GOES_ON.has(panel.phase) || panel.phase === "stopped";
}

function pauseWords(panel: ChairPanel): string {
  return panel.phase === "stopped" ? "chair.to-pause" : "course.pause";
}
