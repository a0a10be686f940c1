// What the host hands the chair in private: it shows on the chair's own device alone.
import { useState } from "preact/hooks";
import { AskDialog } from "../components/ask-dialog";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { Select } from "../components/fields";
import type { RoomPanel } from "../wire";
import { t } from "../words";

export function PrivateWord({ room, desk }: { room: RoomPanel; desk: Desk }) {
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState(false);
  async function tell(form: FormData): Promise<void> {
    const about = String(form.get("about"));
    const said = await desk.send(`participants/${about}/concern`, { concern: form.get("concern") });
    setTold(said);
    if (said) setOpen(false);
  }
  function close(): void {
    desk.clear();
    setOpen(false);
  }
  return (
    <div class="q-group">
      <Button kind="secondary" onClick={() => setOpen(true)}>
        {t("room.private")}
      </Button>
      <p class="govuk-body" role="status">
        {told && t("room.told")}
      </p>
      {open && (
        <AskDialog
          title={t("room.private")}
          submit={t("room.private-tell")}
          desk={desk}
          onCancel={close}
          onSubmit={(form) => void tell(form)}
        >
          <p class="govuk-body">{t("room.private-words")}</p>
          <Select name="about" label={t("room.private-about")} options={peopleOf(room)} />
          <Select name="concern" label={t("room.private-what")} options={concerns()} />
        </AskDialog>
      )}
    </div>
  );
}

function peopleOf(room: RoomPanel) {
  return room.expected
    .filter((each) => room.present.includes(each.participant_id))
    .map(({ participant_id, name }) => ({ value: participant_id, label: name }));
}

function concerns() {
  return [
    { value: "child_audible", label: t("room.private-child") },
    { value: "outburst", label: t("room.private-outburst") },
  ];
}
