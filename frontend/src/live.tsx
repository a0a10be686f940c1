// The live page's island: joins the call, and shows the page that fits.
import { signal } from "@preact/signals";
import { render } from "preact";
import { type Api, createApi } from "./api";
import { createDesk } from "./components/desk";
import { type Config, configOf } from "./config";
import { neverComeBack, offerExit } from "./exit";
import { recall } from "./inside/kept";
import { Journey, ROOM_STEPS } from "./join/journey";
import { lineTo, measure, verdictOf } from "./join/probe";
import { Call } from "./live/call";
import type { LinkState, Socket, Ticket, World } from "./live/signalling";
import { App, type Parts } from "./pages/app";
import type { Joining } from "./pages/join";
import { useWords } from "./words";

/** Nothing of this page's devices stays on. */
const OVER: ReadonlySet<LinkState> = new Set<LinkState>(["refused", "left", "ended", "elsewhere"]);

const parts = signal<Parts>({});

/** What a part looks after as long as the page is there. */
type Watch = (link: Call["link"], api: Api) => void;

function worldOf(config: Config, api: Api): World {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return {
    ticket: async (): Promise<Ticket> => {
      const answer = await api.ticket();
      if (answer.ok) return answer.body;
      return [401, 403].includes(answer.problem.status) ? "refused" : "unreachable";
    },
    socket: () => new WebSocket(`${scheme}://${location.host}/j/${config.link}/session`) as Socket,
    later: (call, delayMs) => {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
    chance: Math.random,
  };
}

/** A room's host can be anybody, so that part is loaded when a view first asks for it. */
async function loadParts(role: string): Promise<Watch | undefined> {
  if (role === "room_device") {
    const { RoomDisplay } = await import("./pages/room-display");
    parts.value = { RoomDisplay };
  }
  if (role === "independent_chair") {
    const { Chair, ChairBelow } = await import("./pages/chair");
    const { RecordAfter, forgetAtEnd } = await import("./minutes/after");
    parts.value = { Chair, ChairBelow, After: RecordAfter };
    return forgetAtEnd;
  }
  if (role === "minute_taker") {
    const { Minutes, MinutesAfter } = await import("./pages/minutes");
    const { forgetAtEnd } = await import("./minutes/after");
    parts.value = { Minutes, After: MinutesAfter };
    return forgetAtEnd;
  }
  return undefined;
}

async function loadDeputy(): Promise<void> {
  if (parts.value.Deputy) return;
  const { Deputy } = await import("./pages/deputy");
  parts.value = { ...parts.value, Deputy };
}

async function loadResponder(): Promise<void> {
  if (parts.value.Responder) return;
  const { Responder } = await import("./pages/responder");
  parts.value = { ...parts.value, Responder };
}

async function loadRoomHost(): Promise<void> {
  if (parts.value.RoomHost) return;
  const { RoomHost } = await import("./pages/room-host");
  parts.value = { ...parts.value, RoomHost };
}

/** The other language without a new page: a new page would be a new connection. */
async function changeLanguage(event: Event): Promise<void> {
  event.preventDefault();
  const address = (event.currentTarget as HTMLAnchorElement).href;
  const text = await fetch(address).then((response) => response.text());
  const page = new DOMParser().parseFromString(text, "text/html");
  const { language, words } = configOf(page);
  document.documentElement.lang = language;
  document.title = page.title;
  for (const id of ["top", "foot"]) {
    const next = page.getElementById(id);
    if (next) document.getElementById(id)?.replaceWith(document.adoptNode(next));
  }
  wireUp();
  useWords(language, words);
}

let leave = (): void => undefined;

/** Of two tabs of one browser with the same link the newer one speaks, and the older one says so. */
function speakAlone(link: string, giveWay: () => void): void {
  if (!("BroadcastChannel" in window)) return;
  const tabs = new BroadcastChannel(`q-${link}`);
  tabs.onmessage = giveWay;
  tabs.postMessage("");
}

function joiningWith({ link, role, phone }: Config): Joining {
  const journey = new Journey({ link, ...(role === "room_device" ? { steps: ROOM_STEPS } : {}) });
  const judge = () => measure(lineTo(link)).then(verdictOf, () => verdictOf(null));
  return { journey, judge, phone };
}

function wireUp(): void {
  document
    .getElementById("language")
    ?.addEventListener("click", (event) => void changeLanguage(event));
  offerExit(() => leave());
}

async function start(): Promise<void> {
  const config = configOf(document);
  const root = document.getElementById("live");
  if (root === null) return;
  useWords(config.language, config.words);
  recall();
  wireUp();
  neverComeBack();
  const api = createApi(config.link);
  const watch = await loadParts(config.role);
  const call = new Call(worldOf(config, api), config.role === "room_device");
  call.store.room.subscribe((room) => room !== null && void loadRoomHost());
  call.store.deputy.subscribe((deputy) => deputy !== null && void loadDeputy());
  call.store.responder.subscribe((responder) => responder !== null && void loadResponder());
  leave = call.leave;
  watch?.(call.link, api);
  const joining = joiningWith(config);
  call.link.subscribe((state) => OVER.has(state) && joining.journey.letGo());
  const desk = createDesk(api.put, api.remove, api.post);
  const Page = () => (
    <App
      call={call}
      api={api}
      desk={desk}
      parts={parts.value}
      phone={config.phone}
      joining={joining}
    />
  );
  render(<Page />, root);
  call.start();
  speakAlone(config.link, call.giveWay);
  addEventListener("online", call.check);
  addEventListener("offline", call.check);
}

void start();
