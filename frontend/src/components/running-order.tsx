// The sections in their order, who is in each, and the way to the next one.
import { useState } from "preact/hooks";
import { Fold } from "../chair/fold";
import { AddPart, Gists, PartActs } from "../chair/order-edit";
import { leaving, NextPart } from "../chair/seal";
import type { ChairPanel, PanelSection } from "../wire";
import { t } from "../words";
import { AskDialog } from "./ask-dialog";
import { Button } from "./button";
import type { Desk } from "./desk";
import { audienceWords, namesOf } from "./panel-words";

export function RunningOrder({ panel, desk }: { panel: ChairPanel; desk: Desk }) {
  const [asked, setAsked] = useState<PanelSection | null>(null);
  const [seen, setSeen] = useState(0);
  function go(section: PanelSection, version: number): void {
    setAsked(null);
    void desk.send("section", { section_id: section.section_id, seen: version });
  }
  function press(section: PanelSection): void {
    setSeen(panel.version);
    if (section.restricted || leaving(panel, section).length > 0) setAsked(section);
    else go(section, panel.version);
  }
  return (
    <Fold title={t("order.title")} level={2} always>
      <NextPart panel={panel} desk={desk} />
      <ol class="q-order">
        {panel.sections.map((section) => (
          <li
            key={section.section_id}
            {...(section.current ? { "aria-current": "step" as const } : {})}
          >
            <div>
              <strong>{section.title}</strong> {tagOf(section)}
              <p class="q-person__line">{audienceWords(panel, section.audience)}</p>
              <PartActs panel={panel} section={section} desk={desk} />
            </div>
            {panel.phase === "in_section" && !section.current && (
              <Button
                small
                kind="secondary"
                about={section.title}
                disabled={desk.busy.value}
                onClick={() => press(section)}
              >
                {t("order.go")}
              </Button>
            )}
          </li>
        ))}
      </ol>
      <AddPart panel={panel} desk={desk} />
      <Gists panel={panel} desk={desk} />
      {asked !== null && (
        <SealDialog
          panel={panel}
          section={asked}
          onGo={() => go(asked, seen)}
          onCancel={() => setAsked(null)}
        />
      )}
    </Fold>
  );
}

function tagOf(section: PanelSection) {
  if (section.current) return <strong class="govuk-tag govuk-tag--green">{t("order.now")}</strong>;
  if (section.next) return <strong class="govuk-tag govuk-tag--orange">{t("order.next")}</strong>;
  if (section.opened) return <strong class="govuk-tag govuk-tag--grey">{t("order.done")}</strong>;
  return section.restricted ? (
    <strong class="govuk-tag govuk-tag--red">{t("order.restricted")}</strong>
  ) : null;
}

interface SealProps {
  panel: ChairPanel;
  section: PanelSection;
  onGo: () => void;
  onCancel: () => void;
}

function SealDialog({ panel, section, onGo, onCancel }: SealProps) {
  const out = leaving(panel, section);
  return (
    <AskDialog
      title={t("order.go-title", { title: section.title })}
      submit={t("order.go")}
      onSubmit={onGo}
      onCancel={onCancel}
    >
      {out.length > 0 && (
        <p class="govuk-body">{t("order.leaving", { names: namesOf(panel, out) })}</p>
      )}
      <p class="govuk-body">{t("order.seal")}</p>
    </AskDialog>
  );
}
