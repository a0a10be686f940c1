// How long to wait before each try to come back: soon at first, never all browsers at once.

// Close together while a service that was killed starts again: whoever was in is back within 5 s.
const STEPS_MS = [0, 300, 600, 900, 900, 900, 1200, 2700];
const JITTER = 0.3;

/** Milliseconds before try number `tried` (0 is the first). `chance` is in [0, 1). */
export function delayBefore(tried: number, chance: number): number {
  const step = STEPS_MS[Math.min(tried, STEPS_MS.length - 1)] ?? 0;
  return Math.round(step * (1 - JITTER / 2 + JITTER * chance));
}
