// How long each has spoken: first as a table, then as bars for whoever reads those faster.
import type { ChairPanel } from "../wire";
import { t } from "../words";
import { Fold } from "./fold";

export function SpokenTimes({ panel }: { panel: ChairPanel }) {
  const rows = rowsOf(panel);
  if (rows.length === 0) return null;
  const longest = Math.max(...rows.map(({ seconds }) => seconds));
  return (
    <Fold title={t("chair.spoken")} level={2}>
      <table class="govuk-table">
        <caption class="govuk-visually-hidden">{t("chair.spoken")}</caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            <th scope="col" class="govuk-table__header">
              {t("chair.spoken-who")}
            </th>
            <th scope="col" class="govuk-table__header">
              {t("chair.spoken-long")}
            </th>
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          {rows.map(({ voice, name, seconds }) => (
            <tr class="govuk-table__row" key={voice}>
              <th scope="row" class="govuk-table__header">
                {name}
              </th>
              <td class="govuk-table__cell">{duration(seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="q-bars" aria-hidden="true">
        {rows.map(({ voice, name, seconds }) => (
          <li key={voice}>
            <span>{name}</span>
            <meter min={0} max={longest} value={seconds} />
          </li>
        ))}
      </ul>
      <p class="govuk-hint">{t("chair.spoken-hint")}</p>
    </Fold>
  );
}

function rowsOf(panel: ChairPanel) {
  const names = new Map([
    ...panel.people.map(({ participant_id, name }) => [participant_id, name] as const),
    ...panel.rooms.map(({ place_id, name }) => [place_id, name] as const),
  ]);
  return panel.spoken.flatMap(({ voice, seconds }) => {
    const name = names.get(voice);
    return name === undefined ? [] : [{ voice, name, seconds }];
  });
}

/** 95 seconds are 1:35. */
function duration(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
