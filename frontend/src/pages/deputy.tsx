// The deputy's part, while the chair is away: hold a connection, or adjourn. Nothing else.
import { useState } from "preact/hooks";
import { AdjournDialog } from "../chair/halting";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { Alert } from "../components/notices";
import type { DeputyPanel } from "../wire";
import { t } from "../words";

export function Deputy({ deputy, desk }: { deputy: DeputyPanel; desk: Desk }) {
  const [adjourning, setAdjourning] = useState(false);
  return (
    <section class="q-panel" aria-labelledby="deputy-title">
      <h2 class="govuk-heading-m" id="deputy-title">
        {t("chair.deputy-title")}
      </h2>
      <p class="govuk-body">{t("chair.deputy-words")}</p>
      <Alert words={desk.problem.value} onClose={desk.clear} />
      <ul class="q-order">
        {deputy.people.map(({ leg_id, name }) => (
          <li key={leg_id + name}>
            <div>{name}</div>
            <Button
              small
              kind="secondary"
              about={name}
              disabled={desk.busy.value}
              onClick={() => void desk.send(`legs/${leg_id}/hold`, { notice_minutes: null })}
            >
              {t("act.hold")}
            </Button>
          </li>
        ))}
      </ul>
      <Button kind="warning" onClick={() => setAdjourning(true)}>
        {t("course.adjourn")}
      </Button>
      {adjourning && <AdjournDialog desk={desk} onDone={() => setAdjourning(false)} />}
    </section>
  );
}
