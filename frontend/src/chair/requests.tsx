// What professionals ask the chair for: somebody's exclusion, and a closed part. She decides.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { GROUNDS } from "../components/exclude-dialog";
import { Select, TextArea, TextInput } from "../components/fields";
import { namesOf } from "../components/panel-words";
import { newId } from "../live/outbox";
import type { ChairPanel, ClosedRequest, ExclusionRequest } from "../wire";
import { t } from "../words";
import { choicesOf, partsOf, peopleOf } from "./codes";
import { Many, orNull, Tick, textIn } from "./fields";
import { FormDialog } from "./form-dialog";

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

export function Requests({ panel, desk }: Props) {
  const [exclusion, setExclusion] = useState<ExclusionRequest | null>(null);
  const [closed, setClosed] = useState<ClosedRequest | null>(null);
  const { exclusion_requests, closed_requests } = panel.agenda;
  return (
    <>
      {exclusion_requests.map((each) => (
        <div key={each.request_id} class="q-request">
          <p class="govuk-body">
            {requestWords(panel, each)} {each.evidence}
          </p>
          <Button
            small
            kind="secondary"
            about={namesOf(panel, [each.about])}
            onClick={() => setExclusion(each)}
          >
            {t("chair.request-decide")}
          </Button>
        </div>
      ))}
      {closed_requests.map((each) => (
        <ClosedOne
          key={each.request_id}
          {...{ panel, desk }}
          request={each}
          onYes={() => setClosed(each)}
        />
      ))}
      {exclusion !== null && (
        <ExclusionDialog
          {...{ panel, desk }}
          request={exclusion}
          onDone={() => setExclusion(null)}
        />
      )}
      {closed !== null && (
        <ClosedPartDialog {...{ panel, desk }} request={closed} onDone={() => setClosed(null)} />
      )}
    </>
  );
}

function requestWords(panel: ChairPanel, request: ExclusionRequest): string {
  return t(request.late ? "agenda.late-request" : "agenda.request", {
    name: namesOf(panel, [request.asked_by]),
    about: namesOf(panel, [request.about]),
    ground: t(`ground.${request.ground}`),
  });
}

interface ClosedProps extends Props {
  request: ClosedRequest;
  onYes: () => void;
}

function ClosedOne({ panel, desk, request, onYes }: ClosedProps) {
  const name = namesOf(panel, [request.asked_by]);
  const path = `closed-part-requests/${request.request_id}/answer`;
  return (
    <div class="q-request">
      <p class="govuk-body">{t("agenda.closed", { name, kind: t(`closed.${request.kind}`) })}</p>
      <div class="q-person__acts">
        <Button small kind="secondary" about={name} onClick={onYes}>
          {t("chair.closed-yes")}
        </Button>
        <Button
          small
          kind="secondary"
          disabled={desk.busy.value}
          onClick={() => void desk.send(path, { part: null, seen: panel.version })}
        >
          {t("agenda.closed-no")}
        </Button>
      </div>
    </div>
  );
}

type Asked<T> = Props & { request: T; onDone: () => void };

/** It comes next, and opens through the ordinary seal. */
function ClosedPartDialog({ panel, desk, request, onDone }: Asked<ClosedRequest>) {
  const [seen] = useState(panel.version);
  const [id] = useState(newId);
  const chair = panel.people.filter(({ role }) => role === "independent_chair");
  const first = [...chair.map((each) => each.participant_id), request.asked_by];
  return (
    <FormDialog
      title={t("chair.closed-title", { kind: t(`closed.${request.kind}`) })}
      submit={t("chair.add-part-submit")}
      desk={desk}
      needed={{ title: "chair.part-title" }}
      onSend={(form) =>
        desk.send(`closed-part-requests/${request.request_id}/answer`, {
          part: {
            section_id: id,
            kind: request.kind,
            title: textIn(form, "title"),
            audience: form.getAll("audience").map(String),
          },
          seen,
        })
      }
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{t("chair.closed-words")}</p>
          <TextInput name="title" label={t("chair.part-title")} error={errors.get("title")} />
          <Many
            name="audience"
            label={t("chair.audience-who")}
            choices={peopleOf(panel)}
            chosen={first}
          />
        </>
      )}
    </FormDialog>
  );
}

function ExclusionDialog({ panel, desk, request, onDone }: Asked<ExclusionRequest>) {
  const open = panel.sections.filter(({ opened, next }) => !opened && !next);
  const send = (form: FormData) =>
    desk.send(`exclusion-requests/${request.request_id}/decision`, {
      granted: textIn(form, "granted") === "yes",
      ground: orNull(form, "ground"),
      reason: orNull(form, "reason"),
      advice: orNull(form, "advice"),
      told_in_writing: textIn(form, "told_in_writing") === "yes",
      sections: form.getAll("sections").map(String),
    });
  return (
    <FormDialog
      title={t("chair.request-title", { name: namesOf(panel, [request.about]) })}
      submit={t("chair.request-submit")}
      desk={desk}
      needed={{ granted: "chair.request-answer", reason: "form.reason-missing" }}
      onSend={send}
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{requestWords(panel, request)}</p>
          <Select
            name="granted"
            label={t("chair.request-answer")}
            empty={t("form.choose")}
            error={errors.get("granted")}
            options={[
              { value: "yes", label: t("chair.request-yes") },
              { value: "no", label: t("chair.request-no") },
            ]}
          />
          <Select
            name="ground"
            label={t("exclude.ground")}
            value={request.ground}
            options={choicesOf(GROUNDS, (code) => t(`ground.${code}`))}
          />
          <TextArea name="reason" label={t("refuse.reason")} error={errors.get("reason")} />
          <TextArea name="advice" label={t("chair.request-advice")} limit={4000} />
          <Tick name="told_in_writing" label={t("chair.request-told")} />
          <Many
            name="sections"
            label={t("chair.request-parts")}
            choices={partsOf({ ...panel, sections: open })}
          />
        </>
      )}
    </FormDialog>
  );
}
