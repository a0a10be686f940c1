// The quick way out: neutral at once, without waiting for the network, and nothing to come back to.

const NEUTRAL = "/left";

/** Title, address and all that stands on the page, in one go; then the same from the server. */
export function leaveQuickly(way: HTMLElement, stop: () => void): void {
  const { title = "", heading = "", words = "" } = way.dataset;
  history.replaceState(null, "", NEUTRAL);
  document.title = title;
  document.body.replaceChildren(line("h1", "govuk-heading-l", heading), line("p", "", words));
  stop();
  location.replace(NEUTRAL);
}

function line(tag: "h1" | "p", look: string, words: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = `q-left ${look || "govuk-body"}`;
  element.textContent = words;
  return element;
}

/** Every page has one button for it. `stop`: what must end besides. */
export function offerExit(stop: () => void = () => undefined): void {
  document.getElementById("quick-exit")?.addEventListener("click", (event) => {
    event.preventDefault();
    leaveQuickly(event.currentTarget as HTMLElement, stop);
  });
}

/** A page that a browser kept in memory is not shown again by "back": it is loaded anew. */
export function neverComeBack(): void {
  addEventListener("pagehide", () => {
    document.body.hidden = true;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
