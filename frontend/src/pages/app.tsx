// Which page is shown, by what the newest view says and what this person has done already.
import type { ComponentType } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Api } from "../api";
import { Button } from "../components/button";
import { Controls } from "../components/controls";
import type { Desk } from "../components/desk";
import { Alert, Announcement, Title } from "../components/notices";
import { Sound } from "../components/sound";
import { type Asks, createAsks } from "../inside/asks";
import { LineAdvice, Reminder, Reply, Voice } from "../inside/cards";
import { Lost } from "../inside/lost";
import { News } from "../inside/news";
import { PeopleList } from "../inside/people-list";
import { Where, whereOf } from "../inside/where";
import type { Call } from "../live/call";
import type { LinkState } from "../live/signalling";
import type { ChairPanel, DeputyPanel, Inside, Person, ResponderPanel, RoomPanel } from "../wire";
import { t, wordsFor } from "../words";
import { PausedBar, PeopleHere, WhereHeading } from "./conference";
import { Join, type Joining, QuestionsAgain } from "./join";
import { ChairOutside, Lobby, LobbyAgain, toldInWords } from "./lobby";

/** Parts that only some roles have; they are loaded for those alone. */
export interface Parts {
  Chair?: ComponentType<{ panel: ChairPanel; desk: Desk }>;
  ChairBelow?: ComponentType<{ panel: ChairPanel; desk: Desk; inside: Inside | null; api: Api }>;
  /** When it is over: what is still to be done on the record. */
  After?: ComponentType<{ api: Api; desk: Desk }>;
  Deputy?: ComponentType<{ deputy: DeputyPanel; desk: Desk }>;
  Responder?: ComponentType<{ responder: ResponderPanel; people: Person[]; desk: Desk }>;
  Minutes?: ComponentType<{ inside: Inside; api: Api; desk: Desk }>;
  RoomHost?: ComponentType<{ room: RoomPanel; api: Api }>;
  RoomDisplay?: ComponentType<{ call: Call }>;
}

interface AppProps {
  call: Call;
  api: Api;
  desk: Desk;
  parts: Parts;
  /** The published number to ring instead; none is said where there is none. */
  phone?: string | null;
  joining: Joining;
}

export function App(props: AppProps) {
  const { call, api } = props;
  const own = useMemo(() => ({ asks: createAsks(call, api), news: new News(call.later) }), [call]);
  const app = { ...props, ...own, phone: props.phone ?? null };
  useNews(call, own.news, own.asks);
  const link = call.link.value;
  const refusal = link === "joined" ? call.store.refusal.value : null;
  return (
    <>
      <Sound streams={call.streams.value} />
      <Announcement words={own.news.spoken.value} />
      {link === "lost" && <Lost call={call} phone={app.phone} />}
      <Refusal code={refusal} call={call} />
      {isOver(link) ? <Over {...app} /> : <Stage {...app} />}
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

type Inner = AppProps & { asks: Asks; news: News; phone: string | null };

/** One polite region for the whole page: where one is, and who comes and goes there. */
function useNews({ store, ready }: Call, news: News, asks: Asks): void {
  const place = placeOf(store);
  const people = store.people.value;
  const words = announced(store, ready.value);
  useEffect(() => news.say(words), [words]);
  useEffect(() => news.see(place, people, store.legId.value), [place, people]);
  const asked = asks.asked.value;
  const before = useRef(asked);
  useEffect(() => {
    if (asked !== before.current) news.say(t(asked ? "asks.raised" : "asks.lowered"));
    before.current = asked;
  }, [asked]);
}

function placeOf({ inside, aside }: Call["store"]): string | null {
  if (inside.value !== null) return "inside";
  return aside.value === null ? null : "aside";
}

function announced(store: Call["store"], ready: boolean): string {
  const again = ready && store.answersNeeded.value ? t("answers.title-again") : "";
  return [whereNow(store), again].filter(Boolean).join(" ");
}

/** Of waiting, only what the chair has said: the page's own title says the rest. */
function whereNow(store: Call["store"]): string {
  const waiting = store.waiting.value;
  if (waiting !== null && waiting.notice === null) {
    return waiting.told === null ? "" : toldInWords(waiting.told);
  }
  const where = whereOf(store);
  if (store.aside.value !== null) return `${where}. ${t("aside.words")}`;
  const isOn = store.inside.value !== null && !store.inside.value.paused;
  return isOn ? t("said.inside", { section: where }) : where;
}

function isOver(link: LinkState): boolean {
  return link === "left" || link === "refused" || link === "elsewhere";
}

function Over({ call, parts: { After }, api, desk }: AppProps) {
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
      {refused && code === "wrong-phase" && After && <After api={api} desk={desk} />}
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

function Stage(app: Inner) {
  const { call, parts } = app;
  const { store, ready } = call;
  // Whoever is filling in a step goes on with it while a lost connection comes back.
  const isOnTheWay = !ready.value && !app.joining.journey.isFirst;
  if (store.view.value === null && !isOnTheWay)
    return <p class="govuk-body-l q-page">{t("link.connecting")}</p>;
  if (store.ended.value) return <Ended {...app} />;
  const asked = store.answersNeeded.value && parts.RoomDisplay === undefined;
  if (!ready.value) return <Join call={call} api={app.api} {...app.joining} />;
  if (parts.RoomDisplay) return <parts.RoomDisplay call={call} />;
  return <Place {...app} asked={asked} />;
}

function Ended({ parts: { After }, api, desk }: AppProps) {
  return (
    <section class="q-page">
      <Title>{t("ended.title")}</Title>
      <p class="govuk-body">{t("ended.words")}</p>
      {After && <After api={api} desk={desk} />}
    </section>
  );
}

function Place({ asked, ...app }: Inner & { asked: boolean }) {
  const { call } = app;
  const inside = call.store.inside.value;
  return (
    <>
      <div class={columnsOf(call)}>
        <div>
          <WhereHeading call={call} />
          {call.companion.value && <p class="q-bar">{t("companion.is")}</p>}
          <Concerns {...app} />
          {inside !== null && <PausedBar inside={inside} />}
          <Outside call={call} asked={asked} />
          {asked && <QuestionsAgain call={call} />}
          <PeopleHere call={call} />
          <Below {...app} />
        </div>
        <Beside {...app} />
      </div>
      <OwnControls {...app} />
    </>
  );
}

/** What concerns this person alone. */
function Concerns({ call, asks, phone }: Inner) {
  const { inside, aside } = call.store;
  return (
    <>
      <Voice call={call} />
      <Reminder times={inside.value?.reminders ?? 0} />
      {aside.value?.reply_wanted && <Reply asks={asks} />}
      <LineAdvice call={call} phone={phone} />
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
  return <ChairBelow panel={panel.value} desk={desk} inside={inside.value} api={api} />;
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
      <StandIn call={call} desk={desk} parts={parts} />
      {room.value !== null && RoomHost && <RoomHost room={room.value} api={api} />}
    </>
  );
}

/** What somebody does for the chair, or about a signal; most people never do. */
function StandIn({ call, desk, parts }: Pick<AppProps, "call" | "desk" | "parts">) {
  const { deputy, responder, people } = call.store;
  const { Deputy, Responder } = parts;
  return (
    <>
      {deputy.value !== null && Deputy && <Deputy deputy={deputy.value} desk={desk} />}
      {responder.value !== null && Responder && (
        <Responder responder={responder.value} people={people.value} desk={desk} />
      )}
    </>
  );
}

/** Whoever has the panel leads: she asks nobody. */
function OwnControls({ call, asks, news, phone }: Inner) {
  const { people, speaking, legId, panel, own } = call.store;
  return (
    <Controls
      hasDevices={!call.companion.value}
      microphoneOn={call.microphoneOn.value}
      cameraOn={call.cameraOn.value}
      onMicrophone={call.setMicrophone}
      onCamera={call.setCamera}
      onLeave={call.leave}
      asks={panel.value === null ? asks : null}
      mayAsk={own.value?.may_ask ?? false}
      phone={phone}
      say={(words) => news.say(words)}
      people={<PeopleList people={people.value} speaking={speaking.value} ownLeg={legId.value} />}
    >
      <Where call={call} />
    </Controls>
  );
}
