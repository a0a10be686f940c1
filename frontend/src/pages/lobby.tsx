// Outside: that one is expected, what time it is, and what the chair has said. Nothing of inside.
import { Clock } from "../components/clock";
import { Title } from "../components/notices";
import type { Notice } from "../wire";
import { plural, t, wordsFor } from "../words";

export function Lobby({ notice }: { notice: Notice | null }) {
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
      {notice === null && <p class="govuk-body">{t("lobby.nobody")}</p>}
      <p class="govuk-body">{t("lobby.stay")}</p>
    </section>
  );
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
