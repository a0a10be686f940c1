// The chair's panel: who is here and how safe, the running order, and every press she has.
import type { Api } from "../api";
import { AgendaPanel } from "../components/agenda";
import { AttendanceList } from "../components/attendance-list";
import { Course } from "../components/course";
import type { Desk } from "../components/desk";
import { LedgerTable } from "../components/ledger-table";
import { Alert } from "../components/notices";
import { RunningOrder } from "../components/running-order";
import { TelephoneNotices } from "../components/telephone";
import { ChairMinutes } from "../minutes/chair-minutes";
import type { ChairPanel, Inside } from "../wire";
import { t, wordsFor } from "../words";

export function Chair({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  return (
    <section class="q-panel" aria-labelledby="panel-title">
      <h2 class="govuk-heading-m" id="panel-title">
        {t("panel.title")}
      </h2>
      <Alert words={desk.problem.value} onClose={desk.clear} />
      {panel.troubles.map(({ code }) => (
        <Alert key={code} words={wordsFor("trouble", code, "trouble.media-fault")} />
      ))}
      <Course panel={panel} desk={desk} />
      <AgendaPanel panel={panel} desk={desk} />
      <TelephoneNotices panel={panel} desk={desk} />
      <AttendanceList panel={panel} desk={desk} />
    </section>
  );
}

interface BelowProps {
  panel: ChairPanel;
  desk: Desk;
  inside: Inside | null;
  api: Api;
}

/** Below the pictures: the running order, and what has been written. */
export function ChairBelow({ panel, desk, inside, api }: BelowProps) {
  return (
    <>
      <RunningOrder panel={panel} desk={desk} />
      <ChairLines inside={inside} api={api} desk={desk} />
    </>
  );
}

function ChairLines({ inside, api, desk }: Omit<BelowProps, "panel">) {
  const lines = inside?.lines ?? [];
  return (
    <section class="q-minutes" aria-labelledby="lines-title">
      <h2 class="govuk-heading-m" id="lines-title">
        {t("minutes.title")}
      </h2>
      {lines.length > 0 && <LedgerTable lines={lines} load={api.ledger} />}
      <ChairMinutes inside={inside} api={api} desk={desk} />
    </section>
  );
}
