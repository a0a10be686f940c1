// The big, quiet screen of a shared room: where the conference is, who is here, and nothing else.
import { Clock } from "../components/clock";
import type { Call } from "../live/call";
import { t } from "../words";
import { Conference, PausedBar } from "./conference";

export function RoomDisplay({ call }: { call: Call }) {
  const inside = call.store.inside.value;
  if (inside !== null) {
    return (
      <div class="q-display">
        <PausedBar inside={inside} />
        <Conference call={call} inside={inside} />
      </div>
    );
  }
  return (
    <section class="q-display q-display--waiting">
      <h1 class="govuk-heading-xl">{t("display.waiting")}</h1>
      <p class="govuk-body-l">{t("display.silent")}</p>
      <Clock />
    </section>
  );
}
