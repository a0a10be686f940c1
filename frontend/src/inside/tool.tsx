// One button of the toolbar: a sign, and words that say what pressing does.
import type { ComponentChildren } from "preact";

const SIGNS = {
  microphone: "M9 3h6v10H9zM6 11v2a6 6 0 0012 0v-2M12 19v3",
  silent: "M9 3h6v10H9zM6 11v2a6 6 0 0012 0v-2M12 19v3M3 3l18 18",
  camera: "M2 6h13v12H2zM15 10l7-4v12l-7-4",
  dark: "M2 6h13v12H2zM15 10l7-4v12l-7-4M3 2l18 20",
  hand: "M8 21l-4-8 2-1 2 3V5h2v7V3h2v9V4h2v8V6h2v9l-2 6z",
  pause: "M4 8h13v7a4 4 0 01-4 4H8a4 4 0 01-4-4zM17 9h3v5h-3M8 2v3M13 2v3",
  ear: "M7 9a5 5 0 0110 0c0 4-4 5-4 8a3 3 0 01-6 0M10 9a2 2 0 014 0",
  text: "M3 19L9 5l6 14M5 14h8M16 19l3-7 3 7M17 17h4",
  people:
    "M9 11a4 4 0 100-8 4 4 0 000 8zM2 21v-3a5 5 0 015-5h4a5 5 0 015 5v3M16 4a4 4 0 010 7M18 14a5 5 0 014 4v3",
  help: "M12 2a10 10 0 100 20 10 10 0 000-20zM9 9a3 3 0 116 0c0 2-3 2-3 5M12 17v1",
  leave: "M14 4h6v16h-6M14 12H3M7 8l-4 4 4 4",
} as const;

interface Look {
  sign: keyof typeof SIGNS;
  /** A toggle that is on. */
  pressed?: boolean;
  /** Whether what it opens is open, and its id. */
  opens?: { open: boolean; id: string };
  /** All of what it says, where the words in sight are fewer. */
  name?: string;
  last?: boolean;
  hold?: { down: () => void; up: () => void };
  onClick: () => void;
  children: ComponentChildren;
}

export function Tool({ sign, pressed, opens, name, last = false, hold, onClick, children }: Look) {
  return (
    <button
      type="button"
      class={`q-tool${last ? " q-tool--last" : ""}`}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      {...(opens === undefined ? {} : { "aria-expanded": opens.open, "aria-controls": opens.id })}
      {...(name === undefined ? {} : { "aria-label": name })}
      {...(hold === undefined ? {} : held(hold))}
      onClick={onClick}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d={SIGNS[sign]} />
      </svg>
      <span>{children}</span>
    </button>
  );
}

function held({ down, up }: { down: () => void; up: () => void }) {
  return {
    onPointerDown: down,
    onPointerUp: up,
    onPointerCancel: up,
    onPointerLeave: up,
    // A long press is no wish for the browser's own list.
    onContextMenu: (event: Event) => event.preventDefault(),
  };
}
