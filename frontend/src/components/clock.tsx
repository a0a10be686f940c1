// The time of day: whoever waits sees that the page is alive.
import { useEffect, useState } from "preact/hooks";
import { t, timeOfDay } from "../words";

export function Clock() {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  const at = timeOfDay(now);
  return <p class="q-clock">{t("lobby.clock", { at })}</p>;
}
