// The room host's page: who is in the room now, and how it is there. Until it is said, silence.
import { useState } from "preact/hooks";
import type { Api } from "../api";
import { given, missing } from "../components/answers-form";
import { Button } from "../components/button";
import { ErrorSummary, type Errors, NO_ERRORS, YesNo } from "../components/fields";
import { Alert } from "../components/notices";
import type { RoomPanel } from "../wire";
import { t } from "../words";

const QUESTIONS = [
  "alone",
  "others_can_hear",
  "child_can_hear",
  "headphones",
  "safe_to_talk",
  "will_not_record",
] as const;

export function RoomHost({ room, api }: { room: RoomPanel; api: Api }) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  const [problem, setProblem] = useState<string | null>(null);
  const [stated, setStated] = useState(false);
  async function state(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const wrong = missing(form);
    setErrors(wrong);
    if (wrong.size > 0) return;
    const body = { present: form.getAll("present"), ...given(form) };
    const answer = await api.put(`rooms/${room.leg_id}/statement`, body);
    setProblem(answer.ok ? null : answer.problem.title);
    setStated(answer.ok);
  }
  return (
    <section class="q-panel" aria-labelledby="room-title">
      <h2 class="govuk-heading-m" id="room-title">
        {t("room.title", { place: room.place })}
      </h2>
      <Alert words={problem} onClose={() => setProblem(null)} />
      <p class={`q-bar${room.dark ? "" : " q-bar--good"}`} role="status">
        {stateOf(room, stated)}
      </p>
      {room.leg_id !== null && (
        <form noValidate onSubmit={(event) => void state(event)}>
          <ErrorSummary errors={errors} />
          <Present room={room} />
          {QUESTIONS.map((name) => (
            <YesNo key={name} name={name} label={t(`room.${name}`)} error={errors.get(name)} />
          ))}
          <Button>{t("room.state")}</Button>
        </form>
      )}
    </section>
  );
}

function stateOf(room: RoomPanel, stated: boolean): string {
  if (room.leg_id === null) return t("room.no-device");
  if (room.statement_needed && room.present.length > 0 && !stated) return t("room.say-again");
  if (!room.dark) return t("room.heard");
  return t(stated || room.present.length > 0 ? "room.waits-for-chair" : "room.say-who");
}

function Present({ room }: { room: RoomPanel }) {
  return (
    <fieldset class="govuk-fieldset q-present">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{t("room.who")}</legend>
      <div class="govuk-hint">{t("room.who.hint")}</div>
      <div class="govuk-checkboxes">
        {room.expected.map(({ participant_id, name }) => (
          <div class="govuk-checkboxes__item" key={participant_id}>
            <input
              class="govuk-checkboxes__input"
              id={`present-${participant_id}`}
              type="checkbox"
              name="present"
              value={participant_id}
              defaultChecked={room.present.includes(participant_id)}
            />
            <label class="govuk-label govuk-checkboxes__label" for={`present-${participant_id}`}>
              {name}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
