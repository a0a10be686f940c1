// How many are in, wait, are out, or ask; and the quorum: at one look.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { TextArea } from "../components/fields";
import { groupOf } from "../components/panel-words";
import type { ChairPanel, PanelQuorum } from "../wire";
import { t, timeOfDay } from "../words";
import { agenciesInWords } from "./codes";
import { orNull } from "./fields";
import { FormDialog } from "./form-dialog";

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

export function Glance({ panel, desk }: Props) {
  const quorum = panel.case?.quorum ?? null;
  return (
    <>
      <dl class="q-glance">
        {countsOf(panel).map(([key, count]) => (
          <div key={key}>
            <dt>{t(`chair.glance.${key}`)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
        {quorum !== null && (
          <div class={isLost(quorum) ? "q-glance__care" : ""}>
            <dt>{t("chair.quorum")}</dt>
            <dd>{t(`chair.quorum.${stateOf(quorum)}`)}</dd>
          </div>
        )}
      </dl>
      {quorum !== null && quorum.quorate !== null && <Quorum quorum={quorum} desk={desk} />}
    </>
  );
}

function countsOf(panel: ChairPanel): [string, number][] {
  const among = (group: string) => panel.people.filter((each) => groupOf(each) === group).length;
  return [
    ["inside", among("inside") + among("aside")],
    ["waiting", among("waiting")],
    ["excluded", among("excluded")],
    ["away", among("away")],
    ["asking", panel.conduct.queue.length],
  ];
}

function isLost({ quorate, overridden }: PanelQuorum): boolean {
  return quorate === false && !overridden;
}

function stateOf({ quorate, overridden }: PanelQuorum): string {
  if (quorate === null) return "not-counted";
  if (quorate) return "held";
  return overridden ? "overridden" : "lost";
}

/** Which agencies are here; and where there are too few, the way to go on all the same. */
function Quorum({ quorum, desk }: { quorum: PanelQuorum; desk: Desk }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <p class="q-person__line">
        {t("chair.quorum-here", { names: agenciesInWords(quorum.present) || t("chair.nobody") })}{" "}
        {isLost(quorum) &&
          t("chair.quorum-lost", {
            names: agenciesInWords(quorum.lost) || t("chair.nobody"),
            time: timeOfDay(new Date(quorum.since_ms ?? Date.now())),
          })}
      </p>
      {isLost(quorum) && (
        <Button small kind="secondary" onClick={() => setAsking(true)}>
          {t("chair.quorum-override")}
        </Button>
      )}
      {asking && (
        <FormDialog
          title={t("chair.quorum-override")}
          submit={t("chair.quorum-submit")}
          desk={desk}
          needed={{ reason: "form.reason-missing" }}
          onSend={(form) => desk.send("quorum/override", { reason: orNull(form, "reason") })}
          onDone={() => setAsking(false)}
        >
          {(errors) => (
            <>
              <p class="govuk-body">{t("chair.quorum-words")}</p>
              <TextArea
                name="reason"
                label={t("chair.quorum-reason")}
                error={errors.get("reason")}
                limit={4000}
              />
            </>
          )}
        </FormDialog>
      )}
    </>
  );
}
