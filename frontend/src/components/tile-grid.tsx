// Who is here: one tile for each connection, with picture, names, roles, and who speaks.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Person, Slot } from "../wire";
import { t } from "../words";

const STILL_FOR_MS = 2_000;

interface Here {
  people: Person[];
  slots: Slot[];
  speaking: ReadonlySet<string>;
  streams: ReadonlyMap<string, MediaStream>;
  ownLeg: string | null;
  own: MediaStream | null;
  /** On the wall of a shared room: nobody who looks at it is "you", and all are in sight at once. */
  wall?: boolean;
}

/** People of one connection are shown together: they sit in one room. */
export function byLeg(people: Person[]): [string, Person[]][] {
  const tiles = new Map<string, Person[]>();
  for (const person of people) {
    tiles.set(person.leg_id, [...(tiles.get(person.leg_id) ?? []), person]);
  }
  return [...tiles];
}

function pictureOf(here: Here, leg: string): MediaStream | null {
  if (leg === here.ownLeg) return here.own;
  const mids = here.slots.filter((slot) => slot.leg_id === leg).map((slot) => slot.mid);
  const streams = mids.map((mid) => here.streams.get(mid));
  return streams.find((stream) => (stream?.getVideoTracks().length ?? 0) > 0) ?? null;
}

/** As many beside each other as below. A few are in one row. */
function acrossFor(tiles: number): number {
  return tiles <= 3 ? Math.max(tiles, 1) : Math.min(Math.ceil(Math.sqrt(tiles)), 5);
}

export function TileGrid(here: Here) {
  const tiles = byLeg(here.people);
  const wall = here.wall ? ` q-tiles--wall q-tiles--across-${acrossFor(tiles.length)}` : "";
  return (
    <ul class={`q-tiles${wall}`} aria-label={t("conference.people")}>
      {tiles.map(([leg, people]) => (
        <Tile
          key={leg}
          leg={leg}
          people={people}
          picture={pictureOf(here, leg)}
          speaking={here.speaking.has(leg)}
          own={leg === here.ownLeg}
          you={leg === here.ownLeg && !here.wall}
        />
      ))}
    </ul>
  );
}

interface TileProps {
  leg: string;
  people: Person[];
  picture: MediaStream | null;
  speaking: boolean;
  own: boolean;
  you: boolean;
}

function Tile({ leg, people, picture, speaking, own, you }: TileProps) {
  const place = people[0]?.place ?? null;
  return (
    <li class={`q-tile${speaking ? " q-tile--speaking" : ""}`} data-leg={leg}>
      <div class="q-tile__picture">
        <Picture stream={picture} mirrored={own} initials={initials(people)} />
        {speaking && <span class="q-tile__light">{t("conference.speaking")}</span>}
      </div>
      <div class="q-tile__names">
        {place !== null && <p class="q-tile__place">{t("conference.in-room", { place })}</p>}
        {people.map((person) => (
          <p key={person.participant_id}>
            <strong>{person.name}</strong>
            {you && ` ${t("conference.you")}`}
            <span class="q-tile__role">{t(`role.${person.role}`)}</span>
            <How person={person} />
          </p>
        ))}
      </div>
    </li>
  );
}

/** Why there is no picture to wait for, and why somebody's words are not heard. */
function How({ person }: { person: Person }) {
  const said = [person.by_phone && t("inside.by-phone"), person.muted && t("inside.muted")];
  const words = said.filter(Boolean).join(", ");
  return words === "" ? null : <span class="q-tile__how">{words}</span>;
}

function initials(people: Person[]): string {
  const words = people.length === 1 ? (people[0]?.name ?? "").split(/\s+/) : [];
  if (words.length === 0) return String(people.length);
  return words
    .map((word) => word.slice(0, 1))
    .join("")
    .slice(0, 2)
    .toUpperCase();
}

interface PictureProps {
  stream: MediaStream | null;
  mirrored: boolean;
  initials: string;
}

/** A picture that stands still is no picture: whoever turns their camera off is not left frozen. */
function Picture({ stream, mirrored, initials }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [moving, setMoving] = useState(false);
  const shown = stream !== null && stream.getVideoTracks().length > 0;
  useEffect(() => {
    setMoving(false);
    if (video.current === null || !shown) return;
    video.current.srcObject = stream;
    return watchMotion(video.current, setMoving);
  }, [stream, shown]);
  return (
    <>
      {shown && (
        <video
          ref={video}
          class={`${mirrored ? "q-mirror" : ""}${moving ? "" : " q-still"}`}
          autoplay
          muted
          playsInline
        />
      )}
      {!moving && (
        <span class="q-tile__initials" aria-hidden="true">
          {initials}
        </span>
      )}
    </>
  );
}

function watchMotion(video: HTMLVideoElement, show: (moving: boolean) => void): () => void {
  let at = -1;
  let since = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const frames = video.getVideoPlaybackQuality?.().totalVideoFrames ?? video.currentTime;
    if (frames !== at) since = now;
    at = frames;
    show(frames > 0 && now - since < STILL_FOR_MS);
  }, 500);
  return () => clearInterval(timer);
}
