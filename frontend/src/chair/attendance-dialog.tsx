// Which parts one person attends; and what must be settled before they may come in at all.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { Select, TextArea } from "../components/fields";
import { namesOf } from "../components/panel-words";
import type { ChairPanel, Gate, PanelPerson } from "../wire";
import { t } from "../words";
import { choicesOf, partsOf } from "./codes";
import { Many, textIn } from "./fields";
import { FormDialog } from "./form-dialog";
import type { AboutPerson } from "./person-questions";

/** For a child it is a decision of its own, with reasons, that opens the door or keeps it shut. */
export function AttendanceDialog({ panel, person, desk, onDone }: AboutPerson) {
  const { participant_id: id, name } = person;
  const isChild = person.gate !== null && person.role === "child";
  const planned = panel.sections.filter(({ audience }) => audience.includes(id));
  const chosen = isChild ? person.gate?.sections : planned.map(({ section_id }) => section_id);
  function send(form: FormData): Promise<boolean> {
    const sections = form.getAll("sections").map(String);
    const words = textIn(form, "reason");
    return isChild
      ? desk.send(`participants/${id}/attendance`, { sections, reasons: words })
      : desk.send(`participants/${id}/attendance-plan`, {
          sections,
          reason: words,
          seen: panel.version,
        });
  }
  return (
    <FormDialog
      title={t("chair.attendance-title", { name })}
      submit={t("chair.attendance-submit")}
      desk={desk}
      needed={{ reason: "form.reason-missing" }}
      onSend={send}
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{t("chair.attendance-words", { name })}</p>
          <Many
            name="sections"
            label={t("chair.attendance-parts")}
            choices={partsOf(panel)}
            chosen={chosen ?? []}
          />
          <TextArea name="reason" label={t("refuse.reason")} error={errors.get("reason")} />
        </>
      )}
    </FormDialog>
  );
}

interface GateProps {
  panel: ChairPanel;
  person: PanelPerson;
  desk: Desk;
}

/** In a person's row: what keeps them in the lobby, and the press that settles it. */
export function GateLines({ panel, person, desk }: GateProps) {
  const { gate } = person;
  if (gate === null) return null;
  return (
    <>
      {gate.supports.length > 0 && (
        <p class="q-person__line">
          {t("chair.supports", { names: namesOf(panel, gate.supports) })}
        </p>
      )}
      {gate.missing !== null && (
        <p class="q-person__line q-person__line--care">{t(`chair.gate.${gate.missing}`)}</p>
      )}
      <GateActs panel={panel} person={person} gate={gate} desk={desk} />
    </>
  );
}

function GateActs({ panel, person, gate, desk }: GateProps & { gate: Gate }) {
  const [asked, setAsked] = useState<"interprets" | "supports" | null>(null);
  const path = `participants/${person.participant_id}`;
  const acts = [
    ...openActs(person, gate).map((each) => ({ ...each, path: `${path}/${each.path}` })),
    ...gate.consents_open.map((id) => ({
      path: `${path}/observer-consent`,
      words: t("chair.gate.consents", { name: namesOf(panel, [id]) }),
      body: { participant_id: id, how: "in_person" },
    })),
  ];
  const open = questionOf(person, gate);
  return (
    <div class="q-person__acts">
      {acts.map((each) => (
        <Button
          key={each.words}
          small
          kind="secondary"
          about={person.name}
          disabled={desk.busy.value}
          onClick={() => void desk.send(each.path, each.body)}
        >
          {each.words}
        </Button>
      ))}
      {open !== null && (
        <Button small kind="secondary" about={person.name} onClick={() => setAsked(open)}>
          {t(`chair.gate.${open}`)}
        </Button>
      )}
      {asked === "interprets" && (
        <InterpreterDialog {...{ panel, person, desk }} onDone={() => setAsked(null)} />
      )}
      {asked === "supports" && (
        <SupportDialog {...{ panel, person, desk }} onDone={() => setAsked(null)} />
      )}
    </div>
  );
}

function openActs({ role }: PanelPerson, gate: Gate) {
  if (role === "observer") {
    return gate.agreed ? [] : [{ path: "observer-agreed", words: t("chair.gate.agree"), body: {} }];
  }
  if (gate.kind === null) return [];
  return [
    ...(gate.approved
      ? []
      : [{ path: "support-approval", words: t("chair.gate.approve"), body: {} }]),
    ...(gate.accepted
      ? []
      : [{ path: "confidentiality", words: t("chair.gate.accepts"), body: { how: "in_person" } }]),
  ];
}

function questionOf({ role }: PanelPerson, gate: Gate): "interprets" | "supports" | null {
  if (role === "interpreter") return gate.serves === null ? "interprets" : null;
  return SUPPORTING.has(role) && gate.kind === null ? "supports" : null;
}

const SUPPORTING = new Set(["supporter", "solicitor"]);
const FAMILY = new Set(["parent", "family", "child"]);
const KINDS = ["friend", "relative", "advocate", "solicitor", "intermediary"];

function SupportDialog({ panel, person, desk, onDone }: AboutPerson) {
  const family = panel.people.filter(({ role }) => FAMILY.has(role));
  return (
    <FormDialog
      title={t("chair.gate.supports-title", { name: person.name })}
      submit={t("chair.gate.interprets-submit")}
      desk={desk}
      onSend={(form) =>
        desk.send(`participants/${person.participant_id}/support`, {
          kind: textIn(form, "kind"),
          supports: form.getAll("supports").map(String),
          children: [],
        })
      }
      onDone={onDone}
    >
      {() => (
        <>
          <Select
            name="kind"
            label={t("chair.gate.kind")}
            options={choicesOf(KINDS, (code) => t(`chair.support.${code}`))}
          />
          <Many
            name="supports"
            label={t("chair.gate.whom")}
            choices={family.map((each) => ({ value: each.participant_id, label: each.name }))}
          />
        </>
      )}
    </FormDialog>
  );
}

function InterpreterDialog({ panel, person, desk, onDone }: AboutPerson) {
  const others = panel.people.filter((each) => each !== person);
  return (
    <FormDialog
      title={t("chair.gate.interprets-title", { name: person.name })}
      submit={t("chair.gate.interprets-submit")}
      desk={desk}
      onSend={(form) =>
        desk.send(`participants/${person.participant_id}/interpreting`, {
          serves: textIn(form, "serves"),
          relation: textIn(form, "relation"),
        })
      }
      onDone={onDone}
    >
      {() => (
        <>
          <Select
            name="serves"
            label={t("chair.gate.serves")}
            options={others.map((each) => ({ value: each.participant_id, label: each.name }))}
          />
          <Select
            name="relation"
            label={t("chair.gate.relation")}
            options={choicesOf(["none", "relative", "friend", "child"], (code) =>
              t(`chair.relation.${code}`),
            )}
          />
        </>
      )}
    </FormDialog>
  );
}
