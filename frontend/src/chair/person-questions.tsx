// Questions about one person that are not asked every day: mute, a private room, letting them go.
import type { Desk } from "../components/desk";
import { Select, TextArea } from "../components/fields";
import { legOf, namesOf } from "../components/panel-words";
import type { ChairPanel, PanelPerson } from "../wire";
import { t } from "../words";
import { Tick, textIn } from "./fields";
import { FormDialog } from "./form-dialog";

export interface AboutPerson {
  panel: ChairPanel;
  person: PanelPerson;
  desk: Desk;
  onDone: () => void;
}

export function MuteDialog({ person, desk, onDone }: AboutPerson) {
  const { name } = person;
  return (
    <FormDialog
      title={t("chair.mute-title", { name })}
      submit={t("chair.mute-submit")}
      kind="warning"
      desk={desk}
      needed={{ reason: "form.reason-missing" }}
      onSend={(form) =>
        desk.send(`participants/${person.participant_id}/mute`, { reason: textIn(form, "reason") })
      }
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{t("chair.mute-words", { name })}</p>
          <TextArea name="reason" label={t("refuse.reason")} error={errors.get("reason")} />
        </>
      )}
    </FormDialog>
  );
}

/** Theirs, or that of somebody who is in one already. */
export function RoomDialog({ panel, person, desk, onDone }: AboutPerson) {
  const leg = legOf(person);
  const others = panel.people.filter(({ role }) => role !== "independent_chair");
  return (
    <FormDialog
      title={t("chair.room-title", { name: person.name })}
      submit={t("chair.room-submit")}
      desk={desk}
      onSend={(form) =>
        desk.send(`legs/${leg?.leg_id}/private-room`, {
          room_of: textIn(form, "room_of"),
          with_interpreters: textIn(form, "with_interpreters") === "yes",
        })
      }
      onDone={onDone}
    >
      {() => (
        <>
          <p class="govuk-body">{t("chair.room-words", { name: person.name })}</p>
          {leg?.kind === "room" && (
            <p class="govuk-body govuk-!-font-weight-bold">{t("chair.room-all")}</p>
          )}
          <Select
            name="room_of"
            label={t("chair.room-of")}
            value={person.participant_id}
            options={others.map((each) => ({ value: each.participant_id, label: each.name }))}
          />
          <Tick name="with_interpreters" label={t("chair.room-interpreters")} checked />
        </>
      )}
    </FormDialog>
  );
}

/** A professional who leaves before the decision is asked for a written view first (REQ-73). */
export function ReleaseDialog({ panel, person, desk, onDone }: AboutPerson) {
  const { name, participant_id: id } = person;
  const owed = panel.case?.views_owed.includes(id) ?? false;
  return (
    <FormDialog
      title={t("chair.release-title", { name })}
      submit={t("chair.release-submit")}
      kind="warning"
      desk={desk}
      onSend={() => desk.send(`participants/${id}/release`, {})}
      onDone={onDone}
    >
      {() => (
        <>
          <p class="govuk-body">{t("chair.release-words", { name: namesOf(panel, [id]) })}</p>
          {owed && <p class="govuk-inset-text q-warning">{t("chair.release-view", { name })}</p>}
        </>
      )}
    </FormDialog>
  );
}
