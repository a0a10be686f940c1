// A line of the minutes, for tests.
import type { Line } from "../wire";

export function aLine(change: Partial<Line> = {}): Line {
  return {
    line_id: "line",
    section: "Opening",
    restricted: false,
    speaker: "anna",
    speaker_name: "Anna Moss",
    kind: "fact",
    text: "The dog is safe.",
    earlier: [],
    written_at_ms: 0,
    struck: false,
    children: [],
    language: "en",
    withheld: [],
    flagged: false,
    flag_note: null,
    ...change,
  };
}

/** Of a view inside. */
export const NO_LINES = { lines: [], lines_kept: 0 };
