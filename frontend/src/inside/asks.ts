// What one asks the chair for: to speak, a break, help with hearing. The view says what is asked.
import { computed, signal } from "@preact/signals";
import type { Answer, Api } from "../api";
import type { Call } from "../live/call";
import { Hand } from "./hand";

const NEED = "trouble_hearing";

export type Asks = ReturnType<typeof createAsks>;

export function createAsks(call: Call, api: Api) {
  const { store } = call;
  const problem = signal<string | null>(null);
  const place = computed(() => store.inside.value ?? store.aside.value ?? store.waiting.value);
  const body = () => ({ leg_id: store.legId.value, for_whom: null });
  let busy = false;

  async function ask(command: () => Promise<Answer<null>>): Promise<boolean> {
    if (busy) return false;
    busy = true;
    const answer = await command();
    busy = false;
    problem.value = answer.ok ? null : answer.problem.title;
    return answer.ok;
  }

  const hand = new Hand({
    isUp: () => place.value?.asked ?? false,
    raise: (presses) => api.put("hand", { ...body(), presses }),
    lower: () => api.remove("hand"),
    failed: (words) => {
      problem.value = words;
    },
    later: call.later,
  });

  return {
    hand,
    problem,
    asked: computed(() => place.value?.asked ?? false),
    wantsBreak: computed(() => place.value?.asked_for_break ?? false),
    cannotHear: computed(() => place.value?.trouble_hearing ?? false),
    setBreak: (on: boolean) =>
      ask(() => (on ? api.put("break-request", body()) : api.remove("break-request"))),
    setNeed: (on: boolean) =>
      ask(() => (on ? api.put("need", { ...body(), need: NEED }) : api.remove(`need/${NEED}`))),
    /** To the closed question of whoever sits with them in a private room. */
    reply: (yes: boolean) => ask(() => api.put("closed-reply", { yes })),
    /** Also of what was refused. */
    forget: () => {
      problem.value = null;
    },
  };
}
