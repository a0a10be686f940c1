// The pages before the live one: carries the secret of the link, which only ever stands in the fragment.
import { neverComeBack, offerExit } from "./exit";
import { canCall, isInsideAnApp } from "./join/browser";

const main = () => document.getElementById("main");

/** Read once, then out of the address bar and out of the history. */
function takeSecret(): string {
  const secret = location.hash.slice(1);
  if (secret !== "") history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

/** Another language is another address of the same page: the secret goes along, and no page stays behind. */
function keepInLinks(secret: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#language")) {
    if (secret !== "") link.hash = secret;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      location.replace(link.href);
    });
  }
}

/** Goes on by `replace`, so that "back" does not lead here again. */
async function open(form: HTMLFormElement, secret: string): Promise<void> {
  const { value: lang = "" } = form.querySelector<HTMLInputElement>("input[name=lang]") ?? {};
  const body = new URLSearchParams({ secret, lang });
  const response = await fetch(form.action, { method: "POST", body });
  const arrived = new URL(response.url);
  if (arrived.pathname.startsWith("/sign-in")) return location.replace(`${arrived.href}#${secret}`);
  if (response.ok && response.redirected) return location.replace(arrived.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.getElementById("main");
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  if (next) main()?.replaceWith(document.adoptNode(next));
  main()?.querySelector<HTMLElement>("h1")?.focus();
}

function wireUp(form: HTMLFormElement, secret: string): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // A second press changes nothing: the button rests until there is an answer.
    const button = form.querySelector("button");
    if (button) button.disabled = true;
    void open(form, secret).finally(() => {
      if (button) button.disabled = false;
    });
  });
}

/** Said at once, with the whole link to take along: another browser needs its secret. */
function warn(secret: string): void {
  for (const notice of document.querySelectorAll<HTMLElement>("[data-cannot]")) {
    const address = notice.querySelector("input");
    const button = notice.querySelector("button");
    notice.hidden = false;
    if (address) address.value = `${location.origin}${location.pathname}#${secret}`;
    button?.addEventListener("click", () => void copy(address, button));
  }
}

async function copy(address: HTMLInputElement | null, button: HTMLButtonElement): Promise<void> {
  address?.select();
  const copied = await navigator.clipboard?.writeText(address?.value ?? "").then(
    () => true,
    () => false,
  );
  // Where there is no clipboard for pages, the older way; the words stay selected in any case.
  const { copied: done = "" } = button.dataset;
  if (copied || document.execCommand("copy")) button.textContent = done;
}

function start(): void {
  document.documentElement.setAttribute("data-runs", "");
  const opening = document.querySelectorAll<HTMLFormElement>("form[data-open]");
  const signIn = document.querySelector<HTMLFormElement>("form[data-sign-in]");
  if (signIn) signIn.action += location.hash;
  const secret = opening.length > 0 ? takeSecret() : location.hash.slice(1);
  keepInLinks(secret);
  for (const form of opening) wireUp(form, secret);
  if (!canCall(window) || isInsideAnApp(navigator.userAgent)) warn(secret);
  offerExit();
  neverComeBack();
}

start();
