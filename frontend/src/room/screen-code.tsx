// The room's screen is not there: a code that opens it, once.
import { useState } from "preact/hooks";
import type { Api, RoomCode } from "../api";
import { Button } from "../components/button";
import { t } from "../words";

interface CodeProps {
  api: Api;
  onProblem: (words: string | null) => void;
}

export function ScreenCode({ api, onProblem }: CodeProps) {
  const [given, setGiven] = useState<RoomCode | null>(null);
  async function get(): Promise<void> {
    const answer = await api.roomCode();
    onProblem(answer.ok ? null : answer.problem.title);
    if (answer.ok) setGiven(answer.body);
  }
  return (
    <>
      <Button onClick={() => void get()}>{t("room.code-ask")}</Button>
      <div role="status">
        {given !== null && (
          <>
            <p class="govuk-body">{t("room.code-words", { address: `${location.host}/room` })}</p>
            <p class="q-code">{given.code}</p>
          </>
        )}
      </div>
    </>
  );
}
