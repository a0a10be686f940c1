// The pages before the live one: carries the secret of the link, which only ever stands in the fragment.

const main = () => document.getElementById("main");

/** Read once, then out of the address bar and out of the history. */
function takeSecret(): string {
  const secret = location.hash.slice(1);
  if (secret !== "") history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

/** Another language is another address of the same page: the secret goes along. */
function keepInLinks(secret: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#language")) {
    if (secret !== "") link.hash = secret;
  }
}

/** Goes on by `replace`, so that "back" does not lead here again. */
async function open(form: HTMLFormElement, secret: string): Promise<void> {
  const body = new URLSearchParams({ secret });
  const response = await fetch(form.action, { method: "POST", body });
  const arrived = new URL(response.url);
  if (arrived.pathname.startsWith("/sign-in")) return location.replace(`${arrived.href}#${secret}`);
  if (response.ok && response.redirected) return location.replace(arrived.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.getElementById("main");
  document.title = page.title;
  if (next) main()?.replaceWith(document.adoptNode(next));
  main()?.querySelector<HTMLElement>("h1")?.focus();
}

function start(): void {
  const opening = document.querySelector<HTMLFormElement>("form[data-open]");
  const signIn = document.querySelector<HTMLFormElement>("form[data-sign-in]");
  if (signIn) signIn.action += location.hash;
  if (opening) {
    const secret = takeSecret();
    keepInLinks(secret);
    opening.addEventListener("submit", (event) => {
      event.preventDefault();
      // A second press changes nothing: the button rests until there is an answer.
      const button = opening.querySelector("button");
      if (button) button.disabled = true;
      void open(opening, secret).finally(() => {
        if (button) button.disabled = false;
      });
    });
  } else keepInLinks(location.hash.slice(1));
  document.getElementById("quick-exit")?.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace("/left");
  });
}

start();
