// Outside: that one is expected, what time it is, and what the chair has said. Nothing of inside.
import { useEffect } from "preact/hooks";
import { Clock } from "../components/clock";
import { Title } from "../components/notices";
import type { Told, Waiting } from "../wire";
import { plural, t, wordsFor } from "../words";

interface LobbyProps {
  waiting: Waiting;
  openedElsewhere?: boolean;
}

export function Lobby({ waiting, openedElsewhere = false }: LobbyProps) {
  useEffect(stayAwake, []);
  const { notice, told } = waiting;
  return (
    <section class="q-page q-lobby">
      <Title>
        {notice === null ? t("lobby.title") : wordsFor("notice", notice.code, "notice.held")}
      </Title>
      <p class="govuk-body-l">{notice === null ? t("lobby.known") : t("lobby.silent")}</p>
      {notice !== null && notice.minutes !== null && (
        <p class="govuk-body-l">{plural("notice.minutes", notice.minutes)}</p>
      )}
      <Clock />
      {told !== null && <FromChair told={told} />}
      {openedElsewhere && <Elsewhere />}
      {notice === null && <p class="govuk-body">{t("lobby.nobody")}</p>}
      <p class="govuk-body">{t("lobby.stay")}</p>
      {notice === null && <p class="govuk-body">{t("lobby.one-device")}</p>}
    </section>
  );
}

/** For whoever hears the page instead of seeing it. */
export function toldInWords({ minutes, words }: Told): string {
  const delay = minutes === null ? "" : plural("lobby.delay", minutes);
  return `${t("lobby.from-chair")}: ${[delay, words].filter(Boolean).join(" ")}`;
}

function FromChair({ told }: { told: Told }) {
  return (
    <div class="govuk-inset-text">
      <h2 class="govuk-heading-s">{t("lobby.from-chair")}</h2>
      {told.minutes !== null && <p class="govuk-body">{plural("lobby.delay", told.minutes)}</p>}
      {told.words !== "" && <p class="govuk-body q-said">{told.words}</p>}
    </div>
  );
}

function Elsewhere() {
  return (
    <div class="govuk-inset-text q-warning">
      <p class="govuk-body">
        <strong>{t("lobby.elsewhere")}</strong>
      </p>
      <p class="govuk-body">{t("lobby.elsewhere.words")}</p>
    </div>
  );
}

/** The screen stays on while somebody waits, where the browser can do that. */
function stayAwake(): () => void {
  const asking = navigator.wakeLock?.request("screen").catch(() => null);
  return () => void asking?.then((lock) => lock?.release());
}

export function ChairOutside() {
  return (
    <section class="q-page">
      <Title>{t("lobby.chair-title")}</Title>
      <p class="govuk-body">{t("lobby.chair-words")}</p>
    </section>
  );
}

/** Back outside, not by the chair's act: the connection was lost, or the service started again. */
export function LobbyAgain() {
  return (
    <section class="q-page">
      <Title>{t("lobby.again-title")}</Title>
      <p class="govuk-body">{t("lobby.again-words")}</p>
    </section>
  );
}
