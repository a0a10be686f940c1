// What is read out of the panel: only what is new since the last time, and all of one view at once.
import { useRef } from "preact/hooks";
import { Announcement } from "../components/notices";
import { telephoneWords } from "../components/telephone";
import type { ChairPanel } from "../wire";
import { t } from "../words";
import { causesOf } from "./causes";
import { nowInWords } from "./now";

export function News({ panel }: { panel: ChairPanel }) {
  const { signals, queue, breaks } = panel.conduct;
  const names = new Map(panel.people.map(({ participant_id: id, name }) => [id, name]));
  const asks = (key: string) => (each: { participant_id: string }) =>
    t(key, { name: names.get(each.participant_id) ?? "" });
  return (
    <Announcement
      words={useNew([
        nowInWords(panel),
        // Whoever stands near hears this as well: it says where to look, and nothing else.
        ...(signals.length > 0 ? [t("alone.title")] : []),
        ...causesOf(panel).map(({ words }) => words),
        ...telephoneWords(panel),
        ...queue.map(asks("chair.asks")),
        ...breaks.map(asks("chair.wants-break")),
      ])}
    />
  );
}

function useNew(lines: string[]): string {
  const known = useRef<string[]>([]);
  const said = useRef("");
  const fresh = lines.filter((line) => !known.current.includes(line));
  if (fresh.length > 0) said.current = fresh.join(" ");
  known.current = lines;
  return said.current;
}
