// One notice for each cause that needs the chair now, with the press that answers it.
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import type { ChairPanel } from "../wire";
import { t } from "../words";
import { causesOf } from "./causes";

export function Alerts({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  const causes = causesOf(panel);
  if (causes.length === 0) return null;
  return (
    <ul class="q-alerts" aria-label={t("chair.alerts")}>
      {causes.map(({ id, words, acts }) => (
        <li key={id} class="q-alert">
          <p>{words}</p>
          {acts.map(({ label, about, path, body }) => (
            <Button
              key={path}
              small
              kind="secondary"
              disabled={desk.busy.value}
              onClick={() => void desk.send(path, body)}
            >
              {[label, about].filter(Boolean).join(" ")}
            </Button>
          ))}
        </li>
      ))}
    </ul>
  );
}
