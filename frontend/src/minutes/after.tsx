// When somebody who writes has left, or the conference is over.
import type { Signal } from "@preact/signals";
import type { Api } from "../api";
import type { Desk } from "../components/desk";
import { RecordDesk } from "./record";
import { writingOf } from "./writing";

/** Nothing that was typed stays on the device of whoever has left, or when it is over for good. */
export function forgetAtEnd(link: Signal<string>, api: Api): void {
  link.subscribe((state) => {
    if (state === "left" || state === "ended") writingOf(api).clear();
  });
}

/** For the chair: approving begins when the conference is over. */
export function RecordAfter({ api, desk }: { api: Api; desk: Desk }) {
  return <RecordDesk api={api} desk={desk} mayApprove isOpen />;
}
