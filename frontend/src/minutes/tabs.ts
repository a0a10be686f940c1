// Which tabs of this browser are still there: what a crashed one has left is taken over, once.
import { newId } from "../live/outbox";

const lockOf = (tab: string) => `minutes-${tab}`;

/** A name for this tab. It holds a lock of that name until it is closed or killed. */
export function nameThisTab(): string {
  const tab = newId();
  void navigator.locks?.request(lockOf(tab), () => new Promise(() => undefined));
  return tab;
}

/** Browsers without locks cannot say: then every other tab counts as gone. */
export async function tabsAlive(): Promise<(tab: string) => boolean> {
  const held = (await navigator.locks?.query())?.held ?? [];
  const names = new Set(held.map((lock) => lock.name));
  return (tab) => names.has(lockOf(tab));
}
