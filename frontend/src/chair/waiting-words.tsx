// Words to everybody who waits: how long it may take, and why.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { TextArea, TextInput } from "../components/fields";
import type { Agenda, ChairPanel } from "../wire";
import { plural, t } from "../words";
import { orNull } from "./fields";
import { FormDialog } from "./form-dialog";

interface Told {
  minutes: number | null;
  words: string;
}

const LIVE = new Set(["lobby_open", "in_section", "sealing", "paused", "stopped"]);
const PATH = "waiting-notice";

export function WaitingWords({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  const [asked, setAsked] = useState(false);
  const { told = null } = panel.agenda as Agenda & { told?: Told | null };
  if (!LIVE.has(panel.phase)) return null;
  return (
    <div class="q-request">
      {told !== null && (
        <p class="q-person__line">
          {t("chair.waiting-told")} {told.words}{" "}
          {told.minutes !== null && plural("chair.waiting-minutes", told.minutes)}
        </p>
      )}
      <div class="q-person__acts">
        <Button small kind="secondary" onClick={() => setAsked(true)}>
          {t("chair.waiting-words")}
        </Button>
        {told !== null && (
          <Button
            small
            kind="secondary"
            disabled={desk.busy.value}
            onClick={() => void desk.send(PATH, { minutes: null, words: null })}
          >
            {t("chair.waiting-back")}
          </Button>
        )}
      </div>
      {asked && (
        <FormDialog
          title={t("chair.waiting-words")}
          submit={t("chair.waiting-submit")}
          desk={desk}
          onSend={(form) => desk.send(PATH, bodyOf(form))}
          onDone={() => setAsked(false)}
        >
          {() => (
            <>
              <p class="govuk-body">{t("chair.waiting-care")}</p>
              <TextInput
                name="minutes"
                label={t("form.minutes")}
                width="govuk-input--width-4"
                limit={3}
                numeric
              />
              <TextArea name="words" label={t("chair.waiting-label")} error={undefined} />
            </>
          )}
        </FormDialog>
      )}
    </div>
  );
}

function bodyOf(form: FormData) {
  const minutes = orNull(form, "minutes");
  return { minutes: minutes === null ? null : Number(minutes), words: orNull(form, "words") };
}
