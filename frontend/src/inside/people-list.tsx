// Everybody by name and role, whether they have a picture or not.
import { byLeg } from "../components/tile-grid";
import type { Person } from "../wire";
import { t } from "../words";

interface Seen {
  people: Person[];
  speaking: ReadonlySet<string>;
  ownLeg: string | null;
}

export function PeopleList({ people, speaking, ownLeg }: Seen) {
  if (people.length === 0) return <p class="govuk-body">{t("inside.nobody")}</p>;
  return (
    <ul class="govuk-list q-names" aria-label={t("inside.names")}>
      {people.map((person) => (
        <li key={person.participant_id}>
          <strong>{person.name}</strong>
          {person.leg_id === ownLeg && ` ${t("conference.you")}`}
          <span class="q-names__more">{moreOf(person, speaking.has(person.leg_id))}</span>
        </li>
      ))}
    </ul>
  );
}

function moreOf(person: Person, speaks: boolean): string {
  const { role, place } = person;
  const more = [
    t(`role.${role}`),
    place !== null && t("conference.in-room", { place }),
    person.by_phone && t("inside.by-phone"),
    person.muted && t("inside.muted"),
    speaks && t("conference.speaking"),
  ];
  return more.filter(Boolean).join(", ");
}

/** Who can be heard now, by name; of a room that it is the room. */
export function Speakers({ people, speaking }: Omit<Seen, "ownLeg">) {
  const names = byLeg(people)
    .filter(([leg]) => speaking.has(leg))
    .map(([, there]) => there[0]?.place ?? there.map(({ name }) => name).join(", "));
  return (
    <p class="q-speaks">
      {names.length > 0 ? t("inside.speaks", { names: names.join(", ") }) : t("inside.quiet")}
    </p>
  );
}
