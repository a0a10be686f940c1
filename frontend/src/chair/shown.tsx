// The chair's page as a test shows it, and what it has sent.
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect } from "vitest";
import type { Answer, Api } from "../api";
import { createDesk } from "../components/desk";
import { panel, person, speakEnglish } from "../fixtures";
import { Chair, ChairBelow } from "../pages/chair";
import type { ChairPanel, Conduct } from "../wire";

export type Put = Api["put"];
export const DONE: Answer<null> = { ok: true, body: null };
export const LATE = Date.UTC(2026, 5, 2, 9, 12);
export const sent: [string, unknown][] = [];
export const put: Put = async (path, body) => {
  sent.push([path, body]);
  return DONE;
};
export const post: Put = async (path, body) => {
  sent.push([`POST ${path}`, body]);
  return DONE;
};

export function show(change: Partial<ChairPanel> = {}, send: Put = put) {
  const shown = panel(change);
  const desk = createDesk(send, async () => DONE, post);
  const api = { ledger: async () => ({ ok: false }) } as unknown as Api;
  return render(
    <>
      <Chair panel={shown} desk={desk} />
      <ChairBelow panel={shown} desk={desk} inside={null} api={api} />
    </>,
  );
}

export const conduct = (change: Partial<Conduct>) => ({
  conduct: { ...panel().conduct, ...change },
});
export const button = (name: string | RegExp) => screen.getByRole("button", { name });
export const press = (name: string | RegExp) => fireEvent.click(button(name));
export const dialog = () => within(screen.getByRole("dialog"));
export const fill = (label: string, value: string) =>
  fireEvent.input(dialog().getByLabelText(label), { target: { value } });
export const choose = (label: string, value: string) =>
  fireEvent.change(dialog().getByLabelText(label), { target: { value } });
export const arrived = () => waitFor(() => expect(sent).not.toEqual([]));

export function useChairsPage(): void {
  beforeEach(() => {
    speakEnglish();
    // jsdom has no layout.
    Element.prototype.scrollIntoView = () => undefined;
    sent.length = 0;
  });
  afterEach(cleanup);
}

export const SIGNAL = {
  participant_id: "anna",
  leg_id: "anna-leg",
  since_ms: LATE,
  lost: false,
  responder: "bea",
  phrase: "Is the kettle on?",
  plan: "Ring her sister.",
};
export const BEA = person("Bea", { role: "lead_social_worker" });
