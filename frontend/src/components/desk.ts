// The chair's desk: sends one command at a time, and keeps what was refused, in words.
import { signal } from "@preact/signals";
import type { Answer, Api } from "../api";

/** The cut is made and goes on being made sure of: asking again would change nothing. */
const UNDER_WAY = new Set(["not-yet-confirmed", "cut-not-recorded"]);

export function createDesk(put: Api["put"], remove: Api["remove"], post: Api["post"] = put) {
  const problem = signal<string | null>(null);
  const busy = signal(false);

  /** False: refused, nothing has changed. A second press while one is on its way does nothing. */
  async function ask(command: () => Promise<Answer<null>>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    const taken = await told(command);
    busy.value = false;
    return taken;
  }

  async function told(command: () => Promise<Answer<null>>): Promise<boolean> {
    const answer = await command();
    problem.value = answer.ok ? null : answer.problem.title;
    return answer.ok || UNDER_WAY.has(answer.problem.code);
  }

  const send = (path: string, body: unknown) => ask(() => put(path, body));
  const add = (path: string, body: unknown) => ask(() => post(path, body));
  const takeBack = (path: string) => ask(() => remove(path));
  /** Waits for nothing that is on its way. */
  const now = (path: string, body: unknown) => told(() => put(path, body));

  function clear(): void {
    problem.value = null;
  }

  return { problem, busy, send, add, now, remove: takeBack, clear };
}

export type Desk = ReturnType<typeof createDesk>;
