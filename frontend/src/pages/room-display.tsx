// The big, quiet screen of a shared room: where the conference is, who is here, and nothing else.
// No notice, no request, no control: everybody in the room sees it.
import { Clock } from "../components/clock";
import { TileGrid } from "../components/tile-grid";
import type { Call } from "../live/call";
import { t } from "../words";

export function RoomDisplay({ call }: { call: Call }) {
  const { inside, aside } = call.store;
  if (inside.value !== null) {
    const title = inside.value.section ?? t("conference.no-section");
    return (
      <Shown call={call} title={title} said={inside.value.paused ? "conference.paused" : ""} />
    );
  }
  if (aside.value !== null) {
    return <Shown call={call} title={t("aside.title")} said="aside.words" />;
  }
  return (
    <section class="q-display q-display--waiting">
      <h1 class="govuk-heading-xl">{t("display.waiting")}</h1>
      <p class="govuk-body-l">{t("display.silent")}</p>
      <p class="govuk-body-l">{t("display.host")}</p>
      <Clock />
    </section>
  );
}

interface ShownProps {
  call: Call;
  title: string;
  /** Key of a sentence above the people, or nothing. */
  said: string;
}

function Shown({ call, title, said }: ShownProps) {
  return (
    <section class="q-display">
      <div class="q-display__top">
        <h1 class="govuk-heading-l">{title}</h1>
        <Clock />
      </div>
      {said !== "" && <p class="q-bar">{t(said)}</p>}
      <TileGrid
        people={call.store.people.value}
        slots={call.store.slots.value}
        speaking={call.store.speaking.value}
        streams={call.streams.value}
        ownLeg={call.store.legId.value}
        own={call.own.value}
        wall
      />
    </section>
  );
}
