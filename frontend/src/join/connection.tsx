// How good the connection is, in plain words, and what to do about it. Asked of our own server alone.
import { useEffect, useState } from "preact/hooks";
import type { Api } from "../api";
import { Button } from "../components/button";
import { Title } from "../components/notices";
import { t } from "../words";
import { CallIn } from "./call-in";
import type { Journey } from "./journey";
import type { Verdict } from "./probe";

export type Judge = () => Promise<Verdict>;

interface ConnectionProps {
  journey: Journey;
  judge: Judge;
  api: Api;
  phone: string | null;
}

export function Connection({ journey, judge, api, phone }: ConnectionProps) {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    setVerdict(null);
    void judge().then((found) => isCurrent && setVerdict(found));
    return () => {
      isCurrent = false;
    };
  }, [round]);
  const hasCamera = journey.choice.value.camera !== null;
  async function withoutCamera(): Promise<void> {
    await journey.open({ ...journey.choice.value, camera: null });
    if (journey.trouble.value === null) journey.next();
    else journey.go("devices");
  }
  return (
    <>
      <Title>{t("join.connection")}</Title>
      <div role="status">
        <p class="govuk-body-l">
          {t(verdict === null ? "join.checking" : `join.verdict.${verdict}`)}
        </p>
        {verdict !== null && <p class="govuk-body">{t(`join.advice.${verdict}`)}</p>}
      </div>
      {verdict === "phone" && <CallIn api={api} phone={phone} />}
      <div class="govuk-button-group">
        {verdict !== null && verdict !== "good" && hasCamera && (
          <Button onClick={() => void withoutCamera()}>{t("join.sound-only")}</Button>
        )}
        <Button onClick={journey.next}>{t("form.continue")}</Button>
        {verdict !== null && (
          <Button kind="secondary" onClick={() => setRound(round + 1)}>
            {t("join.check-again")}
          </Button>
        )}
      </div>
    </>
  );
}
