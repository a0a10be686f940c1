// Commands over HTTP: each is answered only after it has happened, or with a problem in plain words.
import { t } from "./words";

const DEADLINE_MS = 10_000;

export interface Problem {
  /** The last part of the problem's type: stable, for the program. */
  code: string;
  status: number;
  /** For people, in the page's language. */
  title: string;
}

export interface Heard {
  participant_id: string;
  name: string;
}

export interface Ledger {
  lines: { line_id: string; section: string; heard: Heard[]; heard_in_part: Heard[] }[];
  verified: boolean;
  events: number;
}

/** What is typed on a room's screen, once. */
export interface RoomCode {
  code: string;
  minutes: number;
}

export type Answer<T> = { ok: true; body: T } | { ok: false; problem: Problem };

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const { type = "", title = "" } = (body ?? {}) as { type?: string; title?: string };
  const code = String(type).split("/").pop() ?? "";
  return { code, status: response.status, title: title || t("problem.general") };
}

function unreachable(): Problem {
  return { code: "unreachable", status: 0, title: t("problem.unreachable") };
}

function request(method: string, body: unknown, signal: AbortSignal): RequestInit {
  if (body === undefined) return { method, signal };
  const headers = { "content-type": "application/json" };
  return { method, signal, headers, body: JSON.stringify(body) };
}

export function createApi(link: string, fetcher: typeof fetch = (...all) => fetch(...all)) {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const stop = new AbortController();
    const deadline = setTimeout(() => stop.abort(), DEADLINE_MS);
    try {
      const response = await fetcher(`/j/${link}/${path}`, request(method, body, stop.signal));
      if (!response.ok) return { ok: false, problem: await problemOf(response) };
      return { ok: true, body: (response.status === 204 ? null : await response.json()) as T };
    } catch {
      return { ok: false, problem: unreachable() };
    } finally {
      clearTimeout(deadline);
    }
  }
  return {
    link,
    get: <T>(path: string) => ask<T>("GET", path),
    /** A new one for the telephone; the one before stops working. */
    pin: () => ask<{ pin: string }>("POST", "pin"),
    ticket: () => ask<{ ticket: string }>("POST", "ticket"),
    put: (path: string, body: unknown) => ask<null>("PUT", path, body),
    remove: (path: string) => ask<null>("DELETE", path),
    post: (path: string, body: unknown) => ask<null>("POST", path, body),
    roomCode: () => ask<RoomCode>("POST", "room-code", {}),
    ledger: () => ask<Ledger>("GET", "ledger"),
  };
}

export type Api = ReturnType<typeof createApi>;
