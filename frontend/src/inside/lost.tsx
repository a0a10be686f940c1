// The connection is lost: what happens by itself, what one can press, and then the telephone.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../components/button";
import type { Call } from "../live/call";
import { plural, t } from "../words";

/** So long it may well come back by itself. */
const RING_AFTER_MS = 10_000;
const TICK_MS = 250;

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function Lost({ call, phone }: { call: Call; phone: string | null }) {
  const now = useNow();
  const seconds = Math.ceil(Math.max(0, call.nextTry.value - now) / 1000);
  const isLong = now - call.lostSince.value >= RING_AFTER_MS;
  return (
    <section class="q-bar q-warning" aria-label={t("connection.lost")}>
      <p role="alert">
        {t("link.lost")} {t("lobby.silent")}
      </p>
      <p>{seconds > 0 ? plural("connection.again", seconds) : t("connection.trying")}</p>
      <Button small onClick={call.check}>
        {t("connection.reconnect")}
      </Button>
      {isLong && (
        <p role="alert">{phone === null ? t("connection.ask") : t("connection.ring", { phone })}</p>
      )}
    </section>
  );
}
