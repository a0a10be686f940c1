// What is agreed or noted about one person: an incident, who sits with them, what a signal leads to.
import { Select, TextArea, TextInput } from "../components/fields";
import { namesOf } from "../components/panel-words";
import type { ChairPanel, PanelPerson } from "../wire";
import { t } from "../words";
import { choicesOf } from "./codes";
import { Many, orNull, textIn } from "./fields";
import { FormDialog } from "./form-dialog";
import type { AboutPerson } from "./person-questions";

const KINDS = ["place_entered", "overheard", "name_said", "may_have_recorded", "other_incident"];
const AGO = [0, 1, 2, 5, 10, 15, 30];

/** What the service cannot see by itself. */
export function IncidentDialog({ person, desk, onDone }: AboutPerson) {
  const send = (form: FormData) =>
    desk.send("incidents", {
      kind: textIn(form, "kind"),
      about: person.participant_id,
      began_seconds_ago: Number(textIn(form, "ago")) * 60,
      text: orNull(form, "text"),
    });
  return (
    <FormDialog
      title={t("chair.incident-title", { name: person.name })}
      submit={t("chair.incident-submit")}
      desk={desk}
      needed={{ kind: "chair.incident-kind" }}
      onSend={send}
      onDone={onDone}
    >
      {(errors) => (
        <>
          <Select
            name="kind"
            label={t("chair.incident-kind")}
            empty={t("form.choose")}
            error={errors.get("kind")}
            options={choicesOf(KINDS, (code) => t(`chair.incident.${code}`))}
          />
          <Select
            name="ago"
            label={t("chair.incident-ago")}
            options={AGO.map((minutes) => ({ value: `${minutes}`, label: `${minutes}` }))}
          />
          <TextArea name="text" label={t("chair.incident-text")} error={undefined} />
        </>
      )}
    </FormDialog>
  );
}

/** Who may sit with them, at their own device. */
export function CompanyDialog({ panel, person, desk, onDone }: AboutPerson) {
  const others = panel.people.filter((each) => each !== person && each.role !== "observer");
  const path = `participants/${person.participant_id}/company`;
  return (
    <FormDialog
      title={t("chair.company-title", { name: person.name })}
      submit={t("chair.company-submit")}
      desk={desk}
      onSend={(form) => desk.send(path, { company: form.getAll("company").map(String) })}
      onDone={onDone}
    >
      {() => (
        <>
          <p class="govuk-body">{t("chair.company-words")}</p>
          <p class="govuk-body">{agreedSoFar(panel, person)}</p>
          <Many
            name="company"
            label={t("chair.company-who")}
            choices={others.map((each) => ({ value: each.participant_id, label: each.name }))}
            chosen={person.agreed}
          />
        </>
      )}
    </FormDialog>
  );
}

function agreedSoFar(panel: ChairPanel, { agreed, besides }: PanelPerson): string {
  const said = [
    agreed.length === 0
      ? t("chair.company-none")
      : t("chair.company-agreed", { names: namesOf(panel, agreed) }),
    besides.length > 0 && t("chair.company-besides", { names: namesOf(panel, besides) }),
  ];
  return said.filter(Boolean).join(" ");
}

/** In place of what was planned: nobody but the chair and the named person reads it. */
export function SafetyDialog({ panel, person, desk, onDone }: AboutPerson) {
  const others = panel.people.filter((each) => each !== person && each.may_answer);
  const send = (form: FormData) =>
    desk.send(`participants/${person.participant_id}/safety-plan`, {
      responder: textIn(form, "responder"),
      phrase: orNull(form, "phrase"),
      plan: orNull(form, "plan"),
    });
  return (
    <FormDialog
      title={t("chair.safety-title", { name: person.name })}
      submit={t("chair.safety-submit")}
      desk={desk}
      needed={{ responder: "chair.safety-responder" }}
      onSend={send}
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{t("chair.safety-words")}</p>
          <Select
            name="responder"
            label={t("chair.safety-responder")}
            empty={t("form.choose")}
            error={errors.get("responder")}
            options={others.map((each) => ({ value: each.participant_id, label: each.name }))}
          />
          <TextInput name="phrase" label={t("chair.safety-phrase")} limit={500} />
          <TextArea name="plan" label={t("chair.safety-plan")} error={undefined} />
        </>
      )}
    </FormDialog>
  );
}
