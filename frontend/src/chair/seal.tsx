// The next part, prepared: who goes out, who comes in, what is open first; and one press to go.
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../components/button";
import type { Desk } from "../components/desk";
import { groupOf, legOf, namesOf } from "../components/panel-words";
import type { ChairPanel, PanelSection } from "../wire";
import { t } from "../words";

interface Props {
  panel: ChairPanel;
  desk: Desk;
}

/** Those inside who may not hear this section. */
export function leaving(panel: ChairPanel, section: PanelSection): string[] {
  return panel.people
    .filter(
      (person) => groupOf(person) === "inside" && !section.audience.includes(person.participant_id),
    )
    .map((person) => person.participant_id);
}

export function NextPart({ panel, desk }: Props) {
  if (panel.phase === "sealing") return <Sealing panel={panel} />;
  const section = nextOf(panel);
  if (panel.phase !== "in_section" || section === undefined) return null;
  return <Prepared panel={panel} section={section} desk={desk} />;
}

function Prepared({ panel, section, desk }: Props & { section: PanelSection }) {
  const box = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // The press that opened one part, pressed once more, must not open the one after it.
  useEffect(() => {
    if (box.current?.contains(document.activeElement)) heading.current?.focus();
  }, [section.section_id]);
  const go = { section_id: section.section_id, seen: panel.version };
  const out = leaving(panel, section);
  return (
    <div class="q-next" ref={box}>
      <h3 class="govuk-heading-s" tabIndex={-1} ref={heading}>
        {t("chair.next-part", { title: section.title })}
      </h3>
      <ul class="govuk-list govuk-list--bullet">
        {preparedWords(panel, section, out).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <StillToAnswer panel={panel} section={section} desk={desk} />
      <Button
        about={section.title}
        disabled={desk.busy.value}
        onClick={() => void desk.send("section", go)}
      >
        {t(out.length > 0 || section.restricted ? "chair.seal-and-go" : "chair.go-on")}
      </Button>
    </div>
  );
}

/** The first after the present one that has not been opened. */
function nextOf({ sections }: ChairPanel): PanelSection | undefined {
  const now = sections.findIndex(({ current }) => current);
  return sections.slice(now + 1).find(({ opened }) => !opened);
}

function preparedWords(panel: ChairPanel, section: PanelSection, out: string[]): string[] {
  const lines: [boolean, string][] = [
    [out.length > 0, t("chair.goes-out", { names: namesOf(panel, out) })],
    [
      panel.agenda.to_admit.length > 0,
      t("chair.comes-in", { names: namesOf(panel, panel.agenda.to_admit) }),
    ],
    [out.length > 0 || section.restricted, t("order.seal")],
    [out.length === 0 && !section.restricted, t("chair.nobody-goes-out")],
  ];
  const rooms = panel.rooms.flatMap((room) => {
    const ids = room.present.filter((id) => !section.audience.includes(id));
    const host = namesOf(panel, [room.host]);
    const words = { names: namesOf(panel, ids), place: room.name, host };
    return ids.length === 0 ? [] : [t("chair.room-first", words)];
  });
  return [...rooms, ...lines.filter(([is]) => is).map(([, words]) => words)];
}

/** Whoever stays has said lately who is with them, or is asked. */
function StillToAnswer({ panel, section, desk }: Props & { section: PanelSection }) {
  const staying = panel.people.filter(
    (person) => groupOf(person) === "inside" && section.audience.includes(person.participant_id),
  );
  const legs = staying.flatMap((person) => legOf(person) ?? []);
  const open = staying.filter((person) => legOf(person)?.answers_count === false);
  async function askAll(): Promise<void> {
    const ids = new Set(legs.filter(({ kind }) => kind !== "room").map(({ leg_id }) => leg_id));
    for (const id of ids) await desk.send(`legs/${id}/question`, {});
  }
  return (
    <>
      {open.length > 0 && (
        <p class="q-person__line q-person__line--care">
          {t("chair.answers-first", { names: open.map(({ name }) => name).join(", ") })}
        </p>
      )}
      {section.restricted && (
        <Button small kind="secondary" disabled={desk.busy.value} onClick={() => void askAll()}>
          {t("chair.ask-who-stays")}
        </Button>
      )}
    </>
  );
}

/** Asked for, and not confirmed by every part of the service: nothing is carried until then. */
function Sealing({ panel }: { panel: ChairPanel }) {
  const section = panel.sections.find(({ next }) => next);
  if (section === undefined) return null;
  const waiting = panel.troubles.flatMap(({ people }) => people);
  return (
    <div class="q-next">
      <h3 class="govuk-heading-s">{t("chair.sealing", { title: section.title })}</h3>
      <ul class="govuk-list" aria-label={t("chair.seal-state")}>
        {panel.people
          .filter(
            ({ participant_id: id, legs }) => legs.length > 0 && !section.audience.includes(id),
          )
          .map(({ participant_id: id, name }) => (
            <li key={id}>
              {name}: {t(waiting.includes(id) ? "chair.seal-waits" : "chair.seal-out")}
            </li>
          ))}
      </ul>
    </div>
  );
}
