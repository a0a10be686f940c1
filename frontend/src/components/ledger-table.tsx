// Who was able to hear each line, as the ledger has it.
import { useState } from "preact/hooks";
import type { Answer, Heard, Ledger } from "../api";
import type { Line } from "../wire";
import { plural, t } from "../words";
import { Button } from "./button";

interface Props {
  lines: Line[];
  load: () => Promise<Answer<Ledger>>;
}

export function LedgerTable({ lines, load }: Props) {
  const [ledger, setLedger] = useState<Ledger | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function look(): Promise<void> {
    const answer = await load();
    setProblem(answer.ok ? null : answer.problem.title);
    if (answer.ok) setLedger(answer.body);
  }
  return (
    <section class="q-group">
      <Button kind="secondary" onClick={() => void look()}>
        {t(ledger === null ? "ledger.show" : "ledger.again")}
      </Button>
      {problem !== null && <p role="alert">{problem}</p>}
      {ledger !== null && <Table ledger={ledger} lines={lines} />}
    </section>
  );
}

const names = (people: Heard[]) =>
  people.map((person) => person.name).join(", ") || t("ledger.nobody");

function Table({ ledger, lines }: { ledger: Ledger; lines: Line[] }) {
  const words = new Map(lines.map((line) => [line.line_id, line.text]));
  return (
    <>
      <p class="govuk-body">
        {plural(ledger.verified ? "ledger.whole" : "ledger.broken", ledger.events)}
      </p>
      <div class="q-scroll">
        <table class="govuk-table">
          <caption class="govuk-table__caption govuk-table__caption--s">
            {t("ledger.title")}
          </caption>
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              {["line", "all", "part"].map((name) => (
                <th key={name} scope="col" class="govuk-table__header">
                  {t(`ledger.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {ledger.lines.map((line) => (
              <tr class="govuk-table__row" key={line.line_id}>
                <th scope="row" class="govuk-table__header">
                  {words.get(line.line_id) ?? line.section}
                </th>
                <td class="govuk-table__cell">{names(line.heard)}</td>
                <td class="govuk-table__cell">{names(line.heard_in_part)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
