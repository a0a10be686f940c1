// The big, quiet screen of a shared room: where the conference is, who is here, and nothing else.
// No notice, no request, no control: everybody in the room sees it.
import { Clock } from "../components/clock";
import { TileGrid } from "../components/tile-grid";
import type { Call } from "../live/call";
import type { Inside } from "../wire";
import { t } from "../words";

export function RoomDisplay({ call }: { call: Call }) {
  const inside = call.store.inside.value;
  if (inside !== null) return <Shown call={call} inside={inside} />;
  return (
    <section class="q-display q-display--waiting">
      <h1 class="govuk-heading-xl">{t("display.waiting")}</h1>
      <p class="govuk-body-l">{t("display.silent")}</p>
      <p class="govuk-body-l">{t("display.host")}</p>
      <Clock />
    </section>
  );
}

function Shown({ call, inside }: { call: Call; inside: Inside }) {
  return (
    <section class="q-display">
      <div class="q-display__top">
        <h1 class="govuk-heading-l">{inside.section ?? t("conference.no-section")}</h1>
        <Clock />
      </div>
      {inside.paused && <p class="q-bar">{t("conference.paused")}</p>}
      <TileGrid
        people={call.store.people.value}
        slots={call.store.slots.value}
        speaking={call.store.speaking.value}
        streams={call.streams.value}
        ownLeg={call.store.legId.value}
        own={call.own.value}
      />
    </section>
  );
}
