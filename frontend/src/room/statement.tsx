// Who is in the room now, and how it is there: said anew whenever somebody comes or goes.
import { useState } from "preact/hooks";
import { given, missing, QUESTIONS } from "../components/answers-form";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { ErrorSummary, type Errors, NO_ERRORS, YesNo } from "../components/fields";
import type { RoomPanel } from "../wire";
import { t } from "../words";

interface StatementProps {
  room: RoomPanel;
  /** Who is thought to be there: what the boxes begin with. */
  thought: string[];
  desk: Desk;
  onStated: () => void;
}

export function Statement({ room, thought, desk, onStated }: StatementProps) {
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  async function state(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const wrong = missing(form);
    setErrors(wrong);
    if (wrong.size > 0) return;
    const body = { present: form.getAll("present"), ...given(form) };
    if (await desk.send(`rooms/${room.leg_id}/statement`, body)) onStated();
  }
  return (
    <form noValidate onSubmit={(event) => void state(event)}>
      <ErrorSummary errors={errors} />
      <Present room={room} thought={thought} />
      {QUESTIONS.map((name) => (
        <YesNo key={name} name={name} label={t(`room.${name}`)} error={errors.get(name)} />
      ))}
      <Button disabled={desk.busy.value}>{t("room.state")}</Button>
    </form>
  );
}

function Present({ room, thought }: { room: RoomPanel; thought: string[] }) {
  return (
    <fieldset class="govuk-fieldset q-present" aria-describedby="present-hint">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{t("room.who")}</legend>
      <div class="govuk-hint" id="present-hint">
        {t("room.who.hint")}
      </div>
      <div class="govuk-checkboxes">
        {room.expected.map(({ participant_id, name }) => (
          <div class="govuk-checkboxes__item" key={participant_id}>
            <input
              class="govuk-checkboxes__input"
              id={`present-${participant_id}`}
              type="checkbox"
              name="present"
              value={participant_id}
              defaultChecked={thought.includes(participant_id)}
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
