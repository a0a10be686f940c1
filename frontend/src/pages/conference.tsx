// Inside or in a private room: where one is, and who is here.
import { Title } from "../components/notices";
import { TileGrid } from "../components/tile-grid";
import { Speakers } from "../inside/people-list";
import { sectionOf } from "../inside/where";
import type { Call } from "../live/call";
import type { Inside } from "../wire";
import { t } from "../words";

/** First on the page, before anything that is asked or told. Outside, the lobby says it. */
export function WhereHeading({ call }: { call: Call }) {
  const { inside, aside } = call.store;
  if (inside.value !== null) return <h1 class="govuk-heading-m">{sectionOf(inside.value)}</h1>;
  if (aside.value === null) return null;
  return (
    <>
      <Title>{t("aside.title")}</Title>
      <p class="govuk-body">{t("aside.words")}</p>
    </>
  );
}

export function PausedBar({ inside }: { inside: Inside }) {
  return inside.paused ? <p class="q-bar">{t("conference.paused")}</p> : null;
}

/** Who can hear and see this person now is all that it shows. */
export function PeopleHere({ call }: { call: Call }) {
  const { inside, aside, people, speaking, slots, legId } = call.store;
  if (inside.value === null && aside.value === null) return null;
  return (
    <section class="q-conference">
      <Speakers people={people.value} speaking={speaking.value} />
      <TileGrid
        people={people.value}
        slots={slots.value}
        speaking={speaking.value}
        streams={call.streams.value}
        ownLeg={legId.value}
        own={call.own.value}
      />
    </section>
  );
}
