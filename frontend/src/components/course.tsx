// The course of the conference: what is happening, and the presses that change it.
import { useState } from "preact/hooks";
import type { ChairPanel } from "../wire";
import { plural, t, wordsFor } from "../words";
import { AskDialog } from "./ask-dialog";
import { Button } from "./button";
import type { Desk } from "./desk";
import { isRunning } from "./panel-words";

type CourseAct = "open" | "pause" | "resume" | "close" | "bring_back";

export function Course({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  const [closing, setClosing] = useState(false);
  const send = (act: CourseAct) => void desk.send("course", { act, seen: panel.version });
  const press = (act: CourseAct, look: "primary" | "secondary" | "warning") => (
    <Button
      kind={look}
      disabled={desk.busy.value}
      onClick={() => (act === "close" ? setClosing(true) : send(act))}
    >
      {act === "bring_back"
        ? plural("course.bring_back", panel.may_bring_back)
        : t(`course.${act}`)}
    </Button>
  );
  return (
    <div class="q-course">
      <p class="q-course__now" role="status">
        {nowInWords(panel)}
      </p>
      <div class="govuk-button-group">
        {mayBringBack(panel) && press("bring_back", "primary")}
        {panel.phase === "lobby_open" && press("open", "primary")}
        {panel.phase === "paused" &&
          panel.chair_inside &&
          press("resume", mayBringBack(panel) ? "secondary" : "primary")}
        {(panel.phase === "in_section" || panel.phase === "sealing") && press("pause", "secondary")}
        {isRunning(panel) && press("close", "warning")}
      </div>
      {closing && (
        <AskDialog
          title={t("course.close-title")}
          submit={t("course.close-confirm")}
          kind="warning"
          desk={desk}
          onSubmit={() => {
            setClosing(false);
            send("close");
          }}
          onCancel={() => setClosing(false)}
        >
          <p class="govuk-body">{t("course.close-words")}</p>
        </AskDialog>
      )}
    </div>
  );
}

function mayBringBack(panel: ChairPanel): boolean {
  return isRunning(panel) && (panel.may_bring_back > 0 || !panel.chair_inside);
}

function nowInWords(panel: ChairPanel): string {
  if (panel.phase === "paused")
    return wordsFor("paused", panel.pause_reason ?? "chair", "paused.chair");
  return wordsFor("phase", panel.phase, "phase.booked");
}
