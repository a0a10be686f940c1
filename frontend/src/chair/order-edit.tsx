// Changing the running order: where a part stands, who is in it, a new one, what may be told of it.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { Select, TextArea, TextInput } from "../components/fields";
import { namesOf } from "../components/panel-words";
import { newId } from "../live/outbox";
import type { ChairPanel, PanelSection } from "../wire";
import { t } from "../words";
import { choicesOf, partsOf, peopleOf } from "./codes";
import { Many, orNull, Tick, textIn } from "./fields";
import { FormDialog } from "./form-dialog";

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

const OVER = new Set(["closed", "adjourned", "not_held"]);

/** Of one part that has not been opened: earlier, later, and who is in it. */
export function PartActs({ panel, section, desk }: Props & { section: PanelSection }) {
  const [asked, setAsked] = useState(false);
  if (section.opened || section.next || OVER.has(panel.phase)) return null;
  const move = (by: -1 | 1) => {
    const order = moved(panel, section, by);
    return (
      order !== null && (
        <Button
          small
          kind="secondary"
          about={section.title}
          disabled={desk.busy.value}
          onClick={() => void desk.send("order", { order, seen: panel.version })}
        >
          {t(by < 0 ? "chair.earlier" : "chair.later")}
        </Button>
      )
    );
  };
  return (
    <div class="q-person__acts">
      {move(-1)}
      {move(1)}
      <Button small kind="secondary" about={section.title} onClick={() => setAsked(true)}>
        {t("chair.audience")}
      </Button>
      {asked && (
        <AudienceDialog
          panel={panel}
          section={section}
          desk={desk}
          onDone={() => setAsked(false)}
        />
      )}
    </div>
  );
}

/** Null: what is there has been opened, and keeps its place. */
function moved({ sections }: ChairPanel, section: PanelSection, by: -1 | 1): string[] | null {
  const at = sections.indexOf(section);
  const other = sections[at + by];
  if (other === undefined || other.opened || other.next) return null;
  const order = sections.map(({ section_id }) => section_id);
  order[at] = other.section_id;
  order[at + by] = section.section_id;
  return order;
}

type DialogProps = Props & { onDone: () => void };

function AudienceDialog({ panel, section, desk, onDone }: DialogProps & { section: PanelSection }) {
  const [seen] = useState(panel.version);
  return (
    <FormDialog
      title={t("chair.audience-title", { title: section.title })}
      submit={t("chair.audience-submit")}
      desk={desk}
      onSend={(form) =>
        desk.send(`sections/${section.section_id}/audience`, {
          audience: form.getAll("audience").map(String),
          copy_to: null,
          seen,
        })
      }
      onDone={onDone}
    >
      {() => (
        <>
          <p class="govuk-body">{t("chair.audience-words")}</p>
          <Many
            name="audience"
            label={t("chair.audience-who")}
            choices={peopleOf(panel)}
            chosen={section.audience}
          />
        </>
      )}
    </FormDialog>
  );
}

const KINDS = [
  "agency_information",
  "family_views",
  "child_views",
  "analysis_and_agency_views",
  "decision",
  "outline_plan",
  "restricted_information",
  "legal_advice",
  "close",
];

/** A part that was not planned. */
export function AddPart({ panel, desk }: Props) {
  const [asked, setAsked] = useState(false);
  if (OVER.has(panel.phase)) return null;
  return (
    <>
      <Button small kind="secondary" onClick={() => setAsked(true)}>
        {t("chair.add-part")}
      </Button>
      {asked && <AddDialog panel={panel} desk={desk} onDone={() => setAsked(false)} />}
    </>
  );
}

function AddDialog({ panel, desk, onDone }: DialogProps) {
  const [seen] = useState(panel.version);
  const [id] = useState(newId);
  const open = panel.sections.filter(({ opened, next }) => !opened && !next);
  return (
    <FormDialog
      title={t("chair.add-part")}
      submit={t("chair.add-part-submit")}
      desk={desk}
      needed={{ kind: "chair.part-kind", title: "chair.part-title" }}
      onSend={(form) =>
        desk.send(`sections/${id}`, {
          kind: textIn(form, "kind"),
          title: textIn(form, "title"),
          audience: form.getAll("audience").map(String),
          restricted: textIn(form, "restricted") === "yes",
          before: orNull(form, "before"),
          seen,
        })
      }
      onDone={onDone}
    >
      {(errors) => (
        <>
          <Select
            name="kind"
            label={t("chair.part-kind")}
            empty={t("form.choose")}
            error={errors.get("kind")}
            options={choicesOf(KINDS, (code) => t(`chair.part.${code}`))}
          />
          <TextInput name="title" label={t("chair.part-title")} error={errors.get("title")} />
          <Many
            name="audience"
            label={t("chair.audience-who")}
            choices={peopleOf(panel)}
            chosen={panel.people.map(({ participant_id }) => participant_id)}
          />
          <Tick name="restricted" label={t("chair.part-restricted")} />
          <Select
            name="before"
            label={t("chair.part-before")}
            empty={t("chair.part-last")}
            options={partsOf({ ...panel, sections: open })}
          />
        </>
      )}
    </FormDialog>
  );
}

/** Somebody knows of a part that was held without them: what they may be told of it. */
export function Gists({ panel, desk }: Props) {
  const [asked, setAsked] = useState<{ section: string; person: string } | null>(null);
  return (
    <>
      {panel.agenda.gists_owed.map(({ participant_id: person, section_id: section }) => (
        <p key={person + section} class="govuk-body">
          {t("agenda.gist", gistWords(panel, person, section))}{" "}
          <Button
            small
            kind="secondary"
            about={namesOf(panel, [person])}
            onClick={() => setAsked({ section, person })}
          >
            {t("chair.gist-write")}
          </Button>
        </p>
      ))}
      {asked !== null && (
        <FormDialog
          title={t("chair.gist-write")}
          submit={t("chair.gist-submit")}
          desk={desk}
          needed={{ text: "chair.gist-label" }}
          onSend={(form) =>
            desk.send(`sections/${asked.section}/gists/${asked.person}`, {
              text: textIn(form, "text"),
            })
          }
          onDone={() => setAsked(null)}
        >
          {(errors) => (
            <>
              <p class="govuk-body">
                {t("agenda.gist", gistWords(panel, asked.person, asked.section))}
              </p>
              <TextArea
                name="text"
                label={t("chair.gist-label")}
                hint={t("chair.gist-hint")}
                error={errors.get("text")}
                limit={4000}
              />
            </>
          )}
        </FormDialog>
      )}
    </>
  );
}

function gistWords(panel: ChairPanel, person: string, section: string) {
  const title = panel.sections.find(({ section_id }) => section_id === section)?.title ?? "";
  return { name: namesOf(panel, [person]), title };
}
