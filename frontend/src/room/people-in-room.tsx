// The people in the room, and what the host asks for each of them.
import { useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import type { ExpectedInRoom, RoomPanel } from "../wire";
import { t } from "../words";

interface PeopleProps {
  room: RoomPanel;
  desk: Desk;
  onLeft: (id: string) => void;
}

export function PeopleInRoom({ room, desk, onLeft }: PeopleProps) {
  const here = room.expected.filter((each) => room.present.includes(each.participant_id));
  if (here.length === 0) return <p class="govuk-body">{t("room.nobody")}</p>;
  return (
    <>
      <p class="govuk-body">{t("room.ask-words")}</p>
      <ul class="q-people" aria-label={t("room.people")}>
        {here.map((person) => (
          <PersonInRoom
            key={person.participant_id}
            person={person}
            room={room}
            desk={desk}
            onLeft={onLeft}
          />
        ))}
      </ul>
    </>
  );
}

/** What is asked for somebody without a device. The host has their own buttons for themselves. */
function PersonInRoom({ person, room, desk, onLeft }: PeopleProps & { person: ExpectedInRoom }) {
  const id = person.participant_id;
  const isHost = id === room.host;
  return (
    <li class="q-person">
      <p class="govuk-body-l">
        {person.name}
        {isHost && ` ${t("conference.you")}`}
      </p>
      {!isHost && <Asked person={person} room={room} desk={desk} />}
      <div class="q-person__acts">
        <Act about={person.name} onClick={() => onLeft(id)}>
          {t("room.has-left")}
        </Act>
      </div>
    </li>
  );
}

/**
 * Pressed once more at once, "Ask to speak" is the silent signal, as on a telephone: the request,
 * the button and what it says afterwards are the same, and the service alone tells one from the other.
 */
function Asked({ person, room, desk }: Omit<PeopleProps, "onLeft"> & { person: ExpectedInRoom }) {
  const [told, setTold] = useState(false);
  const id = person.participant_id;
  const asked = room.asked.includes(id);
  const wantsBreak = room.asked_for_break.includes(id);
  const about = t("room.for", { name: person.name });
  const from = { leg_id: room.leg_id, for_whom: id };
  const need = { ...from, need: "trouble_hearing" };
  const tell = async () => setTold(await desk.send("need", need));
  const said = [
    asked && t("room.speak-asked"),
    wantsBreak && t("room.break-asked"),
    told && t("room.told"),
  ];
  return (
    <>
      <p class="q-person__line" role="status">
        {said.filter(Boolean).join(". ")}
      </p>
      <div class="q-person__acts">
        {room.may_ask.includes(id) && (
          <>
            <Act
              about={about}
              pressed={asked}
              onClick={() => void desk.send("hand", { ...from, presses: 1 })}
            >
              {t("room.speak-for")}
            </Act>
            <Act
              about={about}
              pressed={wantsBreak}
              onClick={() => void desk.send("break-request", from)}
            >
              {t("room.break-for")}
            </Act>
          </>
        )}
        <Act about={about} onClick={() => void tell()}>
          {t("room.hearing-for")}
        </Act>
      </div>
    </>
  );
}

interface ActProps {
  about: string;
  pressed?: boolean;
  onClick: () => void;
  children: string;
}

function Act({ pressed, ...act }: ActProps) {
  return <Button kind="secondary" small {...(pressed === undefined ? {} : { pressed })} {...act} />;
}
