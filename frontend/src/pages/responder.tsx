// The named responder's part, on their own device: somebody has signalled, and what to do about it.
import { ForYouAlone } from "../chair/alone";
import type { Desk } from "../components/desk";
import { Alert } from "../components/notices";
import type { Person, ResponderPanel } from "../wire";
import { t } from "../words";

interface Props {
  responder: ResponderPanel;
  /** Whom this page shows at all. */
  people: Person[];
  desk: Desk;
}

export function Responder({ responder, people, desk }: Props) {
  const nameOf = (id: string) =>
    people.find(({ participant_id }) => participant_id === id)?.name ?? t("alone.somebody");
  return (
    <>
      <Alert words={desk.problem.value} onClose={desk.clear} />
      <ForYouAlone {...responder} {...{ nameOf, desk }} seen={null} />
    </>
  );
}
