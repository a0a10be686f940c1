// The socket and its life: ticket, hello, welcome; and back again when it is lost.
//
//   connecting -> joined -> lost -> connecting ...
//        \__________\________\______ refused | left | ended | elsewhere      (no more tries)
import type { FromBrowser, Hello, ToBrowser } from "../wire";
import { delayBefore } from "./reconnect";

export type LinkState = "connecting" | "joined" | "lost" | End;
type End = "refused" | "left" | "ended" | "elsewhere";
const ENDS: ReadonlySet<LinkState> = new Set<End>(["refused", "left", "ended", "elsewhere"]);
export type Ticket = { ticket: string } | "refused" | "unreachable";

/** Of a WebSocket, what is used here. */
export type Socket = Pick<WebSocket, "send" | "close" | "readyState"> & {
  onopen: (() => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: (() => void) | null;
};

export interface World {
  ticket: () => Promise<Ticket>;
  socket: () => Socket;
  /** Calls later, and gives the way to call it off. */
  later: (call: () => void, delayMs: number) => () => void;
  chance: () => number;
}

export interface Listener {
  message: (message: ToBrowser) => void;
  state: (state: LinkState) => void;
  /** Lost, and how long until the next try. */
  waits?: (delayMs: number) => void;
}

const WELCOME_DEADLINE_MS = 8_000;
const OPEN = 1;

export class Signalling {
  private socket: Socket | null = null;
  private legId: string | null = null;
  private companion = false;
  private state: LinkState = "connecting";
  private tries = 0;
  private attempt = 0;
  private callOff: () => void = () => undefined;

  private readonly world: World;
  private readonly listener: Listener;

  constructor(world: World, listener: Listener) {
    this.world = world;
    this.listener = listener;
  }

  start(): void {
    void this.connect();
  }

  /** What is said while the socket is lost is not kept: the next view asks for it again. */
  send(message: FromBrowser): void {
    if (this.state === "joined" && this.socket?.readyState === OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  leave(): void {
    this.send({ type: "leave" });
    this.end("left");
  }

  /** Another tab of this browser speaks for this link now; it has taken the leg's place. */
  giveWay(): void {
    this.end("elsewhere");
  }

  /** The conference is over: there is nothing to come back to. */
  finish(): void {
    this.end("ended");
  }

  /** The socket may be dead without knowing it: look at once. */
  check(): void {
    if (this.isOver()) return;
    this.tries = 0;
    this.drop();
    this.lose();
  }

  /** The media connection is gone, and with it the leg: come back as a new one. */
  startAnew(): void {
    this.legId = null;
    this.check();
  }

  /** Go on without sound and picture: the device stands in a room that has its own. */
  becomeCompanion(): void {
    this.send({ type: "leave" });
    this.companion = true;
    this.startAnew();
  }

  private async connect(): Promise<void> {
    this.attempt += 1;
    const mine = this.attempt;
    const answer = await this.world.ticket();
    if (this.isOver() || mine !== this.attempt) return;
    if (answer === "refused") return this.end("refused");
    if (answer === "unreachable") return this.lose();
    const { legId, companion } = this;
    this.open({ type: "hello", ticket: answer.ticket, leg_id: legId, companion });
  }

  private open(hello: Hello): void {
    const socket = this.world.socket();
    this.drop();
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(hello));
    socket.onmessage = (event) => this.receive(JSON.parse(event.data) as ToBrowser);
    socket.onclose = () => this.lose();
    this.callOff = this.world.later(() => this.lose(), WELCOME_DEADLINE_MS);
  }

  private receive(message: ToBrowser): void {
    if (message.type === "welcome") {
      this.callOff();
      this.legId = message.leg_id;
      this.tries = 0;
      this.enter("joined");
    }
    this.listener.message(message);
    if (message.type === "refused" && this.state !== "joined") this.end("refused");
  }

  private lose(): void {
    if (this.isOver()) return;
    this.drop();
    this.enter("lost");
    const delay = delayBefore(this.tries, this.world.chance());
    this.tries += 1;
    this.listener.waits?.(delay);
    this.callOff = this.world.later(() => void this.connect(), delay);
  }

  private end(state: End): void {
    this.drop();
    this.enter(state);
  }

  private drop(): void {
    this.callOff();
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private enter(state: LinkState): void {
    this.state = state;
    this.listener.state(state);
  }

  private isOver(): boolean {
    return ENDS.has(this.state);
  }
}
