// Which page is shown, by what the newest view says and what this person has done already.
import type { ComponentType } from "preact";
import type { Api } from "../api";
import { Button } from "../components/button";
import { Controls } from "../components/controls";
import type { Desk } from "../components/desk";
import { Alert, Announcement, Title } from "../components/notices";
import { Sound } from "../components/sound";
import type { Call } from "../live/call";
import type { LinkState } from "../live/signalling";
import type { ChairPanel, Inside, Line, RoomPanel } from "../wire";
import { t, wordsFor } from "../words";
import { Conference, PausedBar, PrivateRoom } from "./conference";
import { Join, type Joining, QuestionsAgain } from "./join";
import { ChairOutside, Lobby, LobbyAgain, toldInWords } from "./lobby";

/** Parts that only some roles have; they are loaded for those alone. */
export interface Parts {
  Chair?: ComponentType<{ panel: ChairPanel; desk: Desk }>;
  ChairBelow?: ComponentType<{ panel: ChairPanel; desk: Desk; lines: Line[]; api: Api }>;
  Minutes?: ComponentType<{ inside: Inside; api: Api; desk: Desk }>;
  RoomHost?: ComponentType<{ room: RoomPanel; api: Api }>;
  RoomDisplay?: ComponentType<{ call: Call }>;
}

interface AppProps {
  call: Call;
  api: Api;
  desk: Desk;
  parts: Parts;
  joining: Joining;
}

export function App(app: AppProps) {
  const { call } = app;
  const link = call.link.value;
  const refusal = link === "joined" ? call.store.refusal.value : null;
  return (
    <>
      <Sound streams={call.streams.value} />
      <Announcement words={announced(call)} />
      {link === "lost" && <p class="q-bar">{t("link.lost")}</p>}
      <Refusal code={refusal} call={call} />
      {isOver(link) ? <Over call={call} /> : <Stage {...app} />}
    </>
  );
}

/** What was just asked for was not done; sound and picture can be asked for again. */
function Refusal({ code, call }: { code: string | null; call: Call }) {
  const media = code?.startsWith("media-") ?? false;
  const general = media ? "problem.media-not-running" : "problem.general";
  return (
    <>
      <Alert words={code && wordsFor("problem", code, general)} onClose={call.forget} />
      {media && <Button onClick={call.retryMedia}>{t("over.try-again")}</Button>}
    </>
  );
}

/** One polite region for the whole page; it speaks when its words change. */
function announced(call: Call): string {
  const { store, link, ready } = call;
  if (link.value === "lost") return t("link.lost");
  const again = ready.value && store.answersNeeded.value ? t("answers.title-again") : "";
  return [whereNow(call), again].filter(Boolean).join(" ");
}

function whereNow({ store }: Call): string {
  const inside = store.inside.value;
  if (inside?.paused) return t("conference.paused");
  if (inside) return t("said.inside", { section: inside.section ?? "" });
  if (store.aside.value !== null) return `${t("aside.title")}. ${t("aside.words")}`;
  const { notice = null, told = null } = store.waiting.value ?? {};
  if (notice === null) return told === null ? "" : toldInWords(told);
  return `${wordsFor("notice", notice.code, "notice.held")}. ${t("lobby.silent")}`;
}

function isOver(link: LinkState): boolean {
  return link === "left" || link === "refused" || link === "elsewhere";
}

function Over({ call }: { call: Call }) {
  if (call.link.value === "elsewhere") return <InAnotherTab />;
  const refused = call.link.value === "refused";
  const code = call.store.refusal.value ?? "link";
  return (
    <section class="q-page">
      <Title>{t(refused ? "over.refused" : "over.left")}</Title>
      <p class="govuk-body">
        {refused ? wordsFor("problem", code, "over.refused-words") : t("over.left-words")}
      </p>
      <Button onClick={() => location.reload()}>
        {t(refused ? "over.try-again" : "over.join-again")}
      </Button>
    </section>
  );
}

function InAnotherTab() {
  return (
    <section class="q-page">
      <Title>{t("over.elsewhere")}</Title>
      <p class="govuk-body">{t("over.elsewhere-words")}</p>
      <Button onClick={() => location.reload()}>{t("over.use-this-tab")}</Button>
    </section>
  );
}

function Stage(app: AppProps) {
  const { call, parts } = app;
  const { store, ready } = call;
  // Whoever is filling in a step goes on with it while a lost connection comes back.
  const isOnTheWay = !ready.value && !app.joining.journey.isFirst;
  if (store.view.value === null && !isOnTheWay)
    return <p class="govuk-body-l q-page">{t("link.connecting")}</p>;
  if (store.ended.value) return <Ended />;
  const asked = store.answersNeeded.value && parts.RoomDisplay === undefined;
  if (!ready.value) return <Join call={call} api={app.api} {...app.joining} />;
  if (parts.RoomDisplay) return <parts.RoomDisplay call={call} />;
  return <Place {...app} asked={asked} />;
}

function Ended() {
  return (
    <section class="q-page">
      <Title>{t("ended.title")}</Title>
      <p class="govuk-body">{t("ended.words")}</p>
    </section>
  );
}

function Place({ asked, ...app }: AppProps & { asked: boolean }) {
  const { call } = app;
  const inside = call.store.inside.value;
  return (
    <>
      <div class={columnsOf(call)}>
        <div>
          {call.companion.value && <p class="q-bar">{t("companion.is")}</p>}
          {inside !== null && <PausedBar inside={inside} />}
          <Outside call={call} asked={asked} />
          {asked && <QuestionsAgain call={call} />}
          {inside !== null && <Conference call={call} inside={inside} />}
          {call.store.aside.value !== null && <PrivateRoom call={call} />}
          <Below {...app} />
        </div>
        <Beside {...app} />
      </div>
      <OwnControls call={call} />
    </>
  );
}

/** Whoever was put out reads that first, and then the questions that are open again. */
function Outside({ call, asked }: { call: Call; asked: boolean }) {
  const { waiting, panel, own } = call.store;
  if (waiting.value === null) return null;
  const notice = waiting.value.notice;
  if (panel.value !== null && notice === null) return <ChairOutside />;
  if (notice === null && asked) return <LobbyAgain />;
  return <Lobby waiting={waiting.value} openedElsewhere={own.value?.opened_elsewhere ?? false} />;
}

function columnsOf(call: Call): string {
  const { inside, panel, room } = call.store;
  if (inside.value?.may_write) return "q-columns q-columns--writing";
  return panel.value !== null || room.value !== null ? "q-columns" : "q-one-column";
}

function Below({ call, api, desk, parts }: AppProps) {
  const { inside, panel } = call.store;
  const { ChairBelow } = parts;
  if (panel.value === null || ChairBelow === undefined) return null;
  return <ChairBelow panel={panel.value} desk={desk} lines={inside.value?.lines ?? []} api={api} />;
}

function Beside({ call, api, desk, parts }: AppProps) {
  const { inside, panel, room } = call.store;
  const { Chair, Minutes, RoomHost } = parts;
  return (
    <>
      {panel.value !== null && Chair && <Chair panel={panel.value} desk={desk} />}
      {inside.value?.may_write && Minutes && (
        <Minutes inside={inside.value} api={api} desk={desk} />
      )}
      {room.value !== null && RoomHost && <RoomHost room={room.value} api={api} />}
    </>
  );
}

function OwnControls({ call }: { call: Call }) {
  return (
    <Controls
      hasDevices={!call.companion.value}
      microphoneOn={call.microphoneOn.value}
      cameraOn={call.cameraOn.value}
      onMicrophone={call.setMicrophone}
      onCamera={call.setCamera}
      onLeave={call.leave}
    />
  );
}
