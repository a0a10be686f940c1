// The minute taker's page: write a line, see it stand, strike it with a reason.
import { useEffect, useMemo } from "preact/hooks";
import type { Api } from "../api";
import type { Desk } from "../components/desk";
import { MinuteEntry, UnsentLines } from "../components/minute-entry";
import { MinuteLines } from "../components/minute-lines";
import { createOutbox, type Outbox } from "../live/outbox";
import type { Inside } from "../wire";
import { t } from "../words";

export function Minutes({ inside, api, desk }: { inside: Inside; api: Api; desk: Desk }) {
  const outbox = useMemo(() => createOutbox(api.post), [api]);
  useEffect(() => warnBeforeLosing(outbox), [outbox]);
  const people = [...new Map(inside.people.map((each) => [each.participant_id, each])).values()];
  return (
    <section class="q-minutes" aria-labelledby="lines-title">
      <h2 class="govuk-heading-m" id="lines-title">
        {t("minutes.title")}
      </h2>
      <MinuteEntry section={inside.section} people={people} outbox={outbox} />
      <UnsentLines outbox={outbox} />
      <MinuteLines lines={inside.lines} desk={desk} />
    </section>
  );
}

/** The browser asks before it closes the page on words that nobody has yet. */
function warnBeforeLosing(outbox: Outbox): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (outbox.unsent.value.length > 0) event.preventDefault();
  };
  addEventListener("beforeunload", ask);
  return () => removeEventListener("beforeunload", ask);
}
