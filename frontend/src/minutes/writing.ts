// What one writer has typed: the line being written, revisions, and lines on their way.
import { signal } from "@preact/signals";
import type { Api } from "../api";
import { type Line, Outbox } from "../live/outbox";
import { createMemoryKeep, type Keep, NOTHING, type Words } from "./keep";
import { openKeepOnDisk } from "./keep-on-disk";
import { nameThisTab, tabsAlive } from "./tabs";

/** The line that is being written. */
export interface Typed {
  speaker: string;
  kind: string;
  text: string;
  children: string[];
  language: string;
  /** Of an action: who does it, and the day by which. */
  owner: string;
  by: string;
  /** Where it was begun, and when; null: not begun. */
  section_id: string | null;
  section: string | null;
  beganAt: number | null;
}

/** New words for a line that stands. */
export interface Revision {
  text: string;
  reason: string;
}

export const BLANK: Typed = {
  speaker: "",
  kind: "fact",
  text: "",
  children: [],
  language: "en",
  owner: "",
  by: "",
  section_id: null,
  section: null,
  beganAt: null,
};

const TYPED = "typed";
const revisionOf = (lineId: string) => `revision:${lineId}`;

export class Writing {
  readonly typed = signal<Typed>(BLANK);
  /** Whether words outlive this tab; null: not known yet. */
  readonly lasts = signal<boolean | null>(null);
  readonly outbox: Outbox;
  private readonly keep: Later;
  private readonly revisions = new Map<string, Revision>();
  private isKeeping = false;

  constructor(api: Api, opening: Promise<Keep>, tab: string) {
    this.keep = new Later(opening, `${tab}/`);
    this.outbox = new Outbox(api.post, () => Date.now(), this.keep);
    void this.begin(tab);
  }

  /** Every change of the line being written, at once. */
  type(change: Partial<Typed>): void {
    this.typed.value = { ...this.typed.value, ...change };
    void this.keepTyped();
  }

  /** The newest as soon as the one before is kept: a slow store falls behind by one, not by twenty. */
  private async keepTyped(): Promise<void> {
    if (this.isKeeping) return;
    this.isKeeping = true;
    let kept: Typed | null = null;
    while (kept !== this.typed.value) {
      kept = this.typed.value;
      const change =
        kept.text === "" ? this.keep.change(NOTHING, [TYPED]) : this.putOne(TYPED, kept);
      await change.catch(() => undefined);
    }
    this.isKeeping = false;
  }

  /** The line is on its way; who spoke and what kind it is stay for the next one. */
  write(lineId: string, sectionId: string | null, text: string): void {
    const { speaker, kind, children, language, beganAt } = this.typed.value;
    const line = { line_id: lineId, section_id: sectionId, speaker, kind, children, language };
    this.outbox.write({ ...line, text }, beganAt ?? Date.now(), [TYPED]);
    this.typed.value = { ...BLANK, speaker, kind, language };
  }

  revision(lineId: string): Revision | undefined {
    return this.revisions.get(lineId);
  }

  /** null: sent, or given up. */
  revise(lineId: string, revision: Revision | null): void {
    const name = revisionOf(lineId);
    if (revision === null) this.revisions.delete(lineId);
    else this.revisions.set(lineId, revision);
    const change =
      revision === null ? this.keep.change(NOTHING, [name]) : this.putOne(name, revision);
    void change.catch(() => undefined);
  }

  /** Left, or over for good: nothing stays on this device. */
  clear(): void {
    void this.keep.clear().catch(() => undefined);
  }

  private putOne(name: string, words: unknown): Promise<void> {
    return this.keep.change(new Map([[name, words]]));
  }

  private async begin(tab: string): Promise<void> {
    this.lasts.value = await this.keep.isLasting();
    const alive = await tabsAlive();
    for (const [owner, words] of await this.keep.leftBehind()) {
      if (owner !== tab && !alive(owner)) await this.takeOver(owner, words);
    }
  }

  private async takeOver(owner: string, left: Map<string, unknown>): Promise<void> {
    const lines: Line[] = [];
    for (const [name, words] of left) {
      if (name === TYPED) this.putBack(words as Typed);
      else if (name.startsWith("line:")) lines.push(words as Line);
      else this.revisions.set(name.slice(revisionOf("").length), words as Revision);
    }
    const own = new Map([...left].filter(([name]) => name !== TYPED));
    if (this.typed.value.text !== "") own.set(TYPED, this.typed.value);
    await this.keep.adopt(own, owner, [...left.keys()]);
    this.outbox.restore(lines);
  }

  /** What was typed meanwhile is not overwritten: both stand in the box. */
  private putBack(before: Typed): void {
    const now = this.typed.value;
    const text = now.text === "" ? before.text : `${before.text}\n${now.text}`;
    this.typed.value = { ...before, text };
  }
}

/** A keep that is still being opened, and the part of it that is this tab's. */
class Later implements Keep {
  readonly lasts = false;
  private readonly opening: Promise<Keep>;
  private readonly own: string;

  constructor(opening: Promise<Keep>, own: string) {
    this.opening = opening.catch(() => createMemoryKeep());
    this.own = own;
  }

  isLasting = async (): Promise<boolean> => (await this.opening).lasts;

  async change(put: Words, remove: readonly string[] = []): Promise<void> {
    const keep = await this.opening;
    const named = new Map([...put].map(([name, words]) => [this.own + name, words]));
    await keep.change(
      named,
      remove.map((name) => this.own + name),
    );
  }

  async read(): Promise<Map<string, unknown>> {
    return (await this.leftBehind()).get(this.own.slice(0, -1)) ?? new Map();
  }

  /** By tab. */
  async leftBehind(): Promise<Map<string, Map<string, unknown>>> {
    const found = new Map<string, Map<string, unknown>>();
    for (const [name, words] of await (await this.opening).read()) {
      const at = name.indexOf("/");
      const tab = name.slice(0, at);
      found.set(tab, (found.get(tab) ?? new Map()).set(name.slice(at + 1), words));
    }
    return found;
  }

  /** In one step, so that it is never nobody's. */
  async adopt(words: Words, owner: string, names: readonly string[]): Promise<void> {
    const keep = await this.opening;
    const named = new Map([...words].map(([name, each]) => [this.own + name, each]));
    await keep.change(
      named,
      names.map((name) => `${owner}/${name}`),
    );
  }

  clear = async (): Promise<void> => (await this.opening).clear();
}

const known = new WeakMap<Api, Writing>();

/** One for the page: it outlives the parts of it that come and go. */
export function writingOf(api: Api): Writing {
  let writing = known.get(api);
  if (writing === undefined) {
    writing = new Writing(api, openKeepOnDisk(api.link), nameThisTab());
    known.set(api, writing);
  }
  return writing;
}
