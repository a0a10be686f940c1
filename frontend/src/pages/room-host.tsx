// The room host's page: who is in the room, what they ask for, and a private word to the chair.
import { useMemo, useState } from "preact/hooks";
import type { Api } from "../api";
import { Button } from "../components/button";
import { createDesk } from "../components/desk";
import { Alert } from "../components/notices";
import { PeopleInRoom } from "../room/people-in-room";
import { PrivateWord } from "../room/private-word";
import { ScreenCode } from "../room/screen-code";
import { Statement } from "../room/statement";
import type { RoomPanel } from "../wire";
import { t } from "../words";

export function RoomHost({ room, api }: { room: RoomPanel; api: Api }) {
  const desk = useMemo(() => createDesk(api.put, api.remove), [api]);
  const [stated, setStated] = useState(false);
  return (
    <section class="q-panel q-host" aria-labelledby="room-title">
      <h2 class="govuk-heading-m" id="room-title">
        {t("room.title", { place: room.place })}
      </h2>
      <Alert words={desk.problem.value} onClose={desk.clear} />
      <p class={`q-bar${room.dark ? "" : " q-bar--good"}`} role="status">
        {stateOf(room, stated)}
      </p>
      {room.leg_id === null ? (
        <ScreenCode api={api} onProblem={(words) => (desk.problem.value = words)} />
      ) : (
        <InTheRoom room={room} desk={desk} stated={stated} onStated={() => setStated(true)} />
      )}
    </section>
  );
}

interface InTheRoomProps {
  room: RoomPanel;
  desk: ReturnType<typeof createDesk>;
  stated: boolean;
  onStated: () => void;
}

/** The questions are open until they are answered, and again when somebody has come or gone. */
function InTheRoom({ room, desk, stated, onStated }: InTheRoomProps) {
  const [thought, setThought] = useState<string[] | null>(null);
  const somebody = room.present.length > 0;
  const wanted = !(stated || somebody) || room.statement_needed;
  const asking = thought !== null || wanted;
  function done(): void {
    setThought(null);
    onStated();
  }
  const left = (id: string) => setThought(room.present.filter((each) => each !== id));
  return (
    <>
      {!wanted && <PeopleInRoom room={room} desk={desk} onLeft={left} />}
      {asking ? (
        <Statement
          key={thought?.join()}
          room={room}
          thought={thought ?? room.present}
          desk={desk}
          onStated={done}
        />
      ) : (
        <Button onClick={() => setThought(room.present)}>{t("room.change")}</Button>
      )}
      {somebody && <PrivateWord room={room} desk={desk} />}
    </>
  );
}

function stateOf(room: RoomPanel, stated: boolean): string {
  if (room.leg_id === null) return t("room.no-device");
  if (room.statement_needed && room.present.length > 0) return t("room.say-again");
  if (!room.dark) return t("room.heard");
  return t(stated || room.present.length > 0 ? "room.waits-for-chair" : "room.say-who");
}
