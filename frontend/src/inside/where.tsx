// Where one is and how good the line is, always in words, beside the controls.
import type { Call } from "../live/call";
import type { LiveStore } from "../live/store";
import { t, wordsFor } from "../words";

/** Section by number and title, as far as this person has sections. */
export function sectionOf(inside: { section: string | null; section_number: number | null }) {
  const { section, section_number: n } = inside;
  if (section === null) return t("conference.no-section");
  return n === null ? section : t("where.section", { n, title: section });
}

/** `outside`: what one cannot do there is said as well. */
export function whereOf(store: LiveStore): string {
  const inside = store.inside.value;
  if (inside?.paused) return t("conference.paused");
  if (inside) return sectionOf(inside);
  if (store.aside.value !== null) return t("aside.title");
  const notice = store.waiting.value?.notice ?? null;
  const waits =
    notice === null ? t("where.waiting") : wordsFor("notice", notice.code, "notice.held");
  return store.waiting.value === null ? "" : `${waits}. ${t("lobby.silent")}`;
}

export function Where({ call }: { call: Call }) {
  const { store, link } = call;
  const muted = store.inside.value?.muted ?? false;
  return (
    <div class="q-where">
      <p>
        <strong>{link.value === "lost" ? t("where.lost") : whereOf(store)}</strong>
        {muted && ` ${t("where.muted")}`}
      </p>
      <Line state={lineOf(call)} />
    </div>
  );
}

type Words = "good" | "poor" | "lost";

export function lineOf({ link, steady }: Call): Words {
  if (link.value === "lost") return "lost";
  return steady.quality.value === "good" ? "good" : "poor";
}

const BARS: Record<Words, string> = { good: "▂▄▆", poor: "▂▄", lost: "×" };

function Line({ state }: { state: Words }) {
  return (
    <p class={`q-line q-line--${state}`}>
      {t(`connection.${state}`)} <span aria-hidden="true">{BARS[state]}</span>
    </p>
  );
}
