// The chair's panel: who is here and how safe, the running order, and every press she has.
import type { Api } from "../api";
import { Alerts } from "../chair/alerts";
import { ForChairAlone } from "../chair/alone";
import { Deciding } from "../chair/case";
import { Glance } from "../chair/glance";
import { useKeptFocus } from "../chair/kept-focus";
import { News } from "../chair/news";
import { NowBar } from "../chair/now";
import { Queue } from "../chair/queue";
import { SpokenTimes } from "../chair/spoken";
import { WaitingWords } from "../chair/waiting-words";
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
import { t } from "../words";

export function Chair({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  useKeptFocus("panel-title");
  return (
    <section class="q-panel q-panel--chair" aria-labelledby="panel-title">
      <h2 class="govuk-heading-m" id="panel-title" tabIndex={-1}>
        {t("panel.title")}
      </h2>
      <News panel={panel} />
      <NowBar panel={panel} desk={desk} />
      <Alert words={desk.problem.value} onClose={desk.clear} />
      <ForChairAlone panel={panel} desk={desk} />
      <Alerts panel={panel} desk={desk} />
      <Glance panel={panel} desk={desk} />
      <Course panel={panel} desk={desk} />
      <WaitingWords panel={panel} desk={desk} />
      <AgendaPanel panel={panel} desk={desk} />
      <TelephoneNotices panel={panel} desk={desk} />
      <Queue panel={panel} desk={desk} />
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
      <SpokenTimes panel={panel} />
      <Deciding panel={panel} desk={desk} />
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
