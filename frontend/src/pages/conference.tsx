// Inside: where the conference is, and who is here.
import { TileGrid } from "../components/tile-grid";
import type { Call } from "../live/call";
import type { Inside } from "../wire";
import { t } from "../words";

export function PausedBar({ inside }: { inside: Inside }) {
  return inside.paused ? <p class="q-bar">{t("conference.paused")}</p> : null;
}

export function Conference({ call, inside }: { call: Call; inside: Inside }) {
  return (
    <section class="q-conference">
      <h1 class="govuk-heading-m">{inside.section ?? t("conference.no-section")}</h1>
      <TileGrid
        people={inside.people}
        slots={call.store.slots.value}
        speaking={call.store.speaking.value}
        streams={call.streams.value}
        ownLeg={call.store.legId.value}
        own={call.own.value}
      />
    </section>
  );
}
