// Taking part by telephone: the number, and one's own PIN when one asks for it.
import { useState } from "preact/hooks";
import type { Api } from "../api";
import { Button } from "../components/button";
import { t } from "../words";

interface CallInProps {
  api: Api;
  phone: string | null;
}

export function CallIn({ api, phone }: CallInProps) {
  return (
    <div class="govuk-inset-text">
      <h2 class="govuk-heading-m">{t("call-in.title")}</h2>
      {phone === null ? (
        <p class="govuk-body">{t("call-in.no-number")}</p>
      ) : (
        <p class="govuk-body">
          {t("call-in.ring")}{" "}
          <a class="govuk-link q-number" href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
            {phone}
          </a>
        </p>
      )}
      <p class="govuk-body">{t("call-in.same")}</p>
      <OwnPin api={api} />
    </div>
  );
}

function OwnPin({ api }: { api: Api }) {
  const [pin, setPin] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  async function show(): Promise<void> {
    const answer = await api.pin();
    if (answer.ok) setPin(answer.body.pin);
    else setProblem(answer.problem.title);
  }
  return (
    <>
      {pin === null && <p class="govuk-hint">{t("call-in.new-pin")}</p>}
      {pin === null && (
        <Button kind="secondary" onClick={() => void show()}>
          {t("call-in.show-pin")}
        </Button>
      )}
      <div role="status">
        {pin !== null && (
          <>
            <p class="govuk-body">
              {t("call-in.pin")} <strong class="q-number">{spaced(pin)}</strong>
            </p>
            <p class="govuk-body">{t("call-in.old-pin")}</p>
          </>
        )}
        {problem !== "" && <p class="govuk-body">{problem}</p>}
      </div>
    </>
  );
}

/** Ten digits are read and pressed more safely in small groups. */
function spaced(pin: string): string {
  return pin.replace(/^(\d{3})(\d{3})(\d+)$/, "$1 $2 $3");
}
