// Deciding: each professional's view, a decision for each child, dissent, and the outline plan.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { namesOf } from "../components/panel-words";
import type { Case, ChairPanel, PanelChild, PanelDecision, Seat } from "../wire";
import { plural, t } from "../words";
import { ConsideredDialog, DecideDialog, DissentDialog } from "./case-dialogs";
import { agenciesInWords, agencyInWords } from "./codes";
import { Fold } from "./fold";
import { OutlinePlan } from "./plan";

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

export function Deciding({ panel, desk }: Props) {
  const { case: about } = panel;
  if (about === null) return null;
  return (
    <Fold title={t("chair.decisions")} level={2}>
      <p class="q-person__line">{t(`chair.rule.${about.rule}`)}</p>
      {about.children.map((child) => (
        <OneChild key={child.child_id} panel={panel} about={about} child={child} desk={desk} />
      ))}
      {about.has_plan && <OutlinePlan panel={panel} about={about} desk={desk} />}
    </Fold>
  );
}

export interface ChildProps extends Props {
  about: Case;
  child: PanelChild;
}

type Asked = "decide" | "dissent" | "considered";

const DIALOGS = { decide: DecideDialog, dissent: DissentDialog, considered: ConsideredDialog };

function OneChild(props: ChildProps) {
  const { panel, child } = props;
  const [asked, setAsked] = useState<Asked | null>(null);
  const Dialog = asked === null ? null : DIALOGS[asked];
  const acts: Asked[] = child.decided === null ? ["decide", "considered"] : ["decide"];
  return (
    <section class="q-child" aria-label={child.name}>
      <h3 class="govuk-heading-s">
        {child.name} {child.unborn && t("chair.unborn")}
      </h3>
      <p class="q-person__line">
        <strong>{stateInWords(child)}</strong>
      </p>
      {child.decided === null && <Views {...props} />}
      {child.dissents.length > 0 && (
        <p class="q-person__line">
          {t("chair.dissents", { names: namesOf(panel, child.dissents) })}
        </p>
      )}
      <div class="q-person__acts">
        {[...acts, "dissent" as const].map((each) => (
          <Button
            key={each}
            small
            kind={each === "decide" && child.decided === null ? "primary" : "secondary"}
            about={child.name}
            onClick={() => setAsked(each)}
          >
            {t(`chair.child.${each === "decide" && child.decided !== null ? "again" : each}`)}
          </Button>
        ))}
      </div>
      {Dialog !== null && <Dialog {...props} onDone={() => setAsked(null)} />}
    </section>
  );
}

function stateInWords(child: PanelChild): string {
  if (child.decided !== null) return decisionInWords(child.decided);
  return t(child.considered ? "chair.is-considered" : "chair.not-decided");
}

function decisionInWords(decided: PanelDecision): string {
  const said = [
    t(`chair.outcome.${decided.outcome}`),
    t(`chair.threshold.${decided.threshold}`),
    ...decided.categories.map((each) => t(`chair.category.${each}`)),
    ...(decided.end_reason === null ? [] : [t(`chair.end.${decided.end_reason}`)]),
    ...(decided.next_step === null ? [] : [t(`chair.step.${decided.next_step}`)]),
    t(`chair.method.${decided.method}`),
  ];
  return said.join(". ");
}

/** By agency; a press puts down what somebody says, here or in writing. */
function Views({ panel, about, child, desk }: ChildProps) {
  const [written, setWritten] = useState(false);
  const id = `written-${child.child_id}`;
  return (
    <>
      <p class="q-person__line">
        {plural("chair.views-for", child.agencies_for)}{" "}
        {plural("chair.views-against", child.agencies_against)}
      </p>
      {child.unheard.length > 0 && (
        <p class="q-person__line q-person__line--care">
          {t("chair.unheard", { names: agenciesInWords(child.unheard) })}
        </p>
      )}
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input
            class="govuk-checkboxes__input"
            id={id}
            type="checkbox"
            checked={written}
            onChange={(event) => setWritten(event.currentTarget.checked)}
          />
          <label class="govuk-label govuk-checkboxes__label" for={id}>
            {t("chair.in-writing")}
          </label>
        </div>
      </div>
      <ul class="q-order" aria-label={t("chair.views-on", { name: child.name })}>
        {about.seats.map((seat) => (
          <OneView key={seat.participant_id} {...{ panel, about, child, seat, written, desk }} />
        ))}
      </ul>
    </>
  );
}

type ViewProps = ChildProps & { seat: Seat; written: boolean };

function OneView({ panel, about, child, seat, written, desk }: ViewProps) {
  const { participant_id: id } = seat;
  const given = child.views.find((each) => each.participant_id === id);
  const path = `children/${child.child_id}/views/${id}`;
  const name = namesOf(panel, [id]);
  return (
    <li>
      <div>
        {name}
        <p class="q-person__line">
          {agencyInWords(seat.agency)}
          {given?.written && ` · ${t("chair.was-written")}`}
        </p>
      </div>
      <div class="q-person__acts">
        {about.views_offered.map((view) => (
          <Button
            key={view}
            small
            kind="secondary"
            about={`${name}, ${child.name}`}
            pressed={given?.view === view}
            disabled={desk.busy.value}
            onClick={() => void desk.send(path, { view, written })}
          >
            {t(`chair.view.${view}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}
