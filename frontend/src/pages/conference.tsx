// Inside: where the conference is, and who is here.
import { Title } from "../components/notices";
import { TileGrid } from "../components/tile-grid";
import { Speakers } from "../inside/people-list";
import { sectionOf } from "../inside/where";
import type { Call } from "../live/call";
import type { Inside } from "../wire";
import { t } from "../words";

export function PausedBar({ inside }: { inside: Inside }) {
  return inside.paused ? <p class="q-bar">{t("conference.paused")}</p> : null;
}

export function Conference({ call, inside }: { call: Call; inside: Inside }) {
  return (
    <section class="q-conference">
      <h1 class="govuk-heading-m">{sectionOf(inside)}</h1>
      <Speakers people={call.store.people.value} speaking={call.store.speaking.value} />
      <Pictures call={call} />
    </section>
  );
}

/** Who can hear and see this person now is all that it shows. */
export function PrivateRoom({ call }: { call: Call }) {
  return (
    <section class="q-conference">
      <Title>{t("aside.title")}</Title>
      <p class="govuk-body">{t("aside.words")}</p>
      <Speakers people={call.store.people.value} speaking={call.store.speaking.value} />
      <Pictures call={call} />
    </section>
  );
}

function Pictures({ call }: { call: Call }) {
  return (
    <TileGrid
      people={call.store.people.value}
      slots={call.store.slots.value}
      speaking={call.store.speaking.value}
      streams={call.streams.value}
      ownLeg={call.store.legId.value}
      own={call.own.value}
    />
  );
}
