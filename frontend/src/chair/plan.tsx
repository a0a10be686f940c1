// The outline plan: what must change, specific actions, who leads, and the dates.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { type Errors, Select, TextArea, TextInput } from "../components/fields";
import { namesOf } from "../components/panel-words";
import { newId } from "../live/outbox";
import type { Case, ChairPanel, PanelAction } from "../wire";
import { t } from "../words";
import { choicesOf, peopleOf } from "./codes";
import { dayInWords } from "./days";
import { Day, Many, orNull, textIn } from "./fields";
import { FormDialog } from "./form-dialog";

interface Props {
  panel: ChairPanel;
  about: Case;
  desk: Desk;
}

type DialogProps = Props & { onDone: () => void };

export function OutlinePlan({ panel, about, desk }: Props) {
  const [asked, setAsked] = useState<"plan" | "action" | PanelAction | null>(null);
  const { plan, actions } = about;
  const done = () => setAsked(null);
  return (
    <section class="q-child" aria-label={t("chair.plan")}>
      <h3 class="govuk-heading-s">{t("chair.plan")}</h3>
      <p class="q-person__line">
        {plan === null
          ? t("chair.plan-open")
          : t("chair.plan-is", {
              lead: namesOf(panel, [plan.lead]),
              names: namesOf(panel, plan.core_group),
              core: dayInWords(plan.core_group_on),
              review: dayInWords(plan.review_on),
            })}
      </p>
      <ol class="q-order" aria-label={t("chair.actions")}>
        {actions.map((action) => (
          <li key={action.action_id}>
            <div>
              {action.what}
              <p class="q-person__line">
                {t("chair.action-who", {
                  name: namesOf(panel, [action.owner]),
                  day: dayInWords(action.by),
                })}
              </p>
            </div>
            <Button small kind="secondary" about={action.what} onClick={() => setAsked(action)}>
              {t("chair.action-withdraw")}
            </Button>
          </li>
        ))}
      </ol>
      <div class="q-person__acts">
        <Button small kind="secondary" onClick={() => setAsked("action")}>
          {t("chair.action-add")}
        </Button>
        <Button small kind="secondary" onClick={() => setAsked("plan")}>
          {t(plan === null ? "chair.plan-agree" : "chair.plan-again")}
        </Button>
      </div>
      {asked === "plan" && <PlanDialog {...{ panel, about, desk }} onDone={done} />}
      {asked === "action" && <ActionDialog {...{ panel, about, desk }} onDone={done} />}
      {typeof asked === "object" && asked !== null && (
        <WithdrawDialog action={asked} desk={desk} onDone={done} />
      )}
    </section>
  );
}

const WORDS = ["what_must_change", "kept_safe", "contingency", "monitoring"];

function PlanDialog({ panel, about, desk, onDone }: DialogProps) {
  const texts = Object.fromEntries(WORDS.map((name) => [name, `chair.plan.${name}`]));
  const needed = {
    ...texts,
    lead: "chair.plan.lead",
    core_group_on: "chair.plan.core_group_on",
    review_on: "chair.plan.review_on",
  };
  const send = (form: FormData) =>
    desk.send("plan", {
      ...Object.fromEntries(WORDS.map((name) => [name, textIn(form, name)])),
      lead: orNull(form, "lead"),
      core_group: form.getAll("core_group").map(String),
      core_group_on: orNull(form, "core_group_on"),
      review_on: orNull(form, "review_on"),
      late_reason: orNull(form, "late_reason"),
    });
  return (
    <FormDialog
      title={t("chair.plan-agree")}
      submit={t("chair.plan-submit")}
      {...{ desk, needed, onDone }}
      onSend={send}
    >
      {(errors) => <PlanFields {...{ panel, about, errors }} />}
    </FormDialog>
  );
}

function PlanFields({ panel, about, errors }: Omit<Props, "desk"> & { errors: Errors }) {
  const seats = new Set(about.seats.map(({ participant_id }) => participant_id));
  return (
    <>
      {WORDS.map((name) => (
        <TextArea
          key={name}
          name={name}
          label={t(`chair.plan.${name}`)}
          error={errors.get(name)}
          limit={4000}
        />
      ))}
      <Select
        name="lead"
        label={t("chair.plan.lead")}
        empty={t("form.choose")}
        error={errors.get("lead")}
        options={peopleOf(panel).filter(({ value }) => seats.has(value))}
      />
      <Many
        name="core_group"
        label={t("chair.plan.core_group")}
        hint={t("chair.plan-core-hint")}
        choices={peopleOf(panel)}
        chosen={about.plan?.core_group ?? []}
      />
      <DueDay name="core_group_on" due={about.core_group_due} errors={errors} />
      <DueDay name="review_on" due={about.review_due} errors={errors} />
      <TextInput name="late_reason" label={t("chair.plan-late")} limit={500} />
    </>
  );
}

function DueDay({ name, due, errors }: { name: string; due: string; errors: Errors }) {
  return (
    <Day
      name={name}
      label={t(`chair.plan.${name}`)}
      hint={t("chair.plan-due", { day: dayInWords(due) })}
      error={errors.get(name)}
    />
  );
}

/** Somebody asks first whether a service that it relies on is operating (REQ-98). */
function ActionDialog({ panel, desk, onDone }: DialogProps) {
  const [id] = useState(newId);
  const [service, setService] = useState("");
  const send = (form: FormData) =>
    desk.add("actions", {
      action_id: id,
      what: textIn(form, "what"),
      owner: orNull(form, "owner"),
      by: orNull(form, "by"),
      relies_on_service: service !== "",
      service: service === "" ? null : serviceOf(form, service),
      withheld: [],
    });
  return (
    <FormDialog
      title={t("chair.action-add")}
      submit={t("chair.action-submit")}
      desk={desk}
      needed={{ what: "chair.action-what", owner: "chair.action-owner", by: "chair.action-by" }}
      onSend={send}
      onDone={onDone}
    >
      {(errors) => <ActionFields {...{ panel, errors, service }} onService={setService} />}
    </FormDialog>
  );
}

interface ActionProps {
  panel: ChairPanel;
  errors: Errors;
  service: string;
  onService: (service: string) => void;
}

function ActionFields({ panel, errors, service, onService }: ActionProps) {
  return (
    <>
      <TextArea
        name="what"
        label={t("chair.action-what")}
        error={errors.get("what")}
        limit={4000}
      />
      <Select
        name="owner"
        label={t("chair.action-owner")}
        empty={t("form.choose")}
        error={errors.get("owner")}
        options={peopleOf(panel)}
      />
      <Day name="by" label={t("chair.action-by")} error={errors.get("by")} />
      <Select
        name="available"
        label={t("chair.service")}
        empty={t("chair.service-none")}
        value={service}
        onChange={onService}
        options={choicesOf(["yes", "no", "waiting_time"], (code) => t(`chair.service.${code}`))}
      />
      {service === "waiting_time" && (
        <TextInput
          name="waiting_weeks"
          label={t("chair.service-weeks")}
          width="govuk-input--width-4"
          limit={3}
          numeric
        />
      )}
      {service !== "" && (
        <Select name="confirmed_by" label={t("chair.service-who")} options={peopleOf(panel)} />
      )}
    </>
  );
}

function serviceOf(form: FormData, available: string) {
  const weeks = orNull(form, "waiting_weeks");
  return {
    available,
    waiting_weeks: weeks === null ? null : Number(weeks),
    confirmed_by: textIn(form, "confirmed_by"),
  };
}

interface WithdrawProps {
  action: PanelAction;
  desk: Desk;
  onDone: () => void;
}

function WithdrawDialog({ action, desk, onDone }: WithdrawProps) {
  return (
    <FormDialog
      title={t("chair.action-withdraw-title")}
      submit={t("chair.action-withdraw-submit")}
      kind="warning"
      desk={desk}
      needed={{ reason: "form.reason-missing" }}
      onSend={(form) =>
        desk.send(`actions/${action.action_id}/withdrawal`, { reason: textIn(form, "reason") })
      }
      onDone={onDone}
    >
      {(errors) => (
        <>
          <p class="govuk-body">{action.what}</p>
          <TextArea name="reason" label={t("refuse.reason")} error={errors.get("reason")} />
        </>
      )}
    </FormDialog>
  );
}
