// Days as people write them. Digits are the same in both languages, and not every browser knows Welsh.

/** 2026-11-22 is 22/11/2026. */
export function dayInWords(day: string): string {
  return day.split("-").reverse().join("/");
}
