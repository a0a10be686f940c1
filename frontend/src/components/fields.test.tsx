import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { speakEnglish } from "../fixtures";
import { t, useWords } from "../words";
import { AnswersForm } from "./answers-form";

afterEach(cleanup);

it("says what is missing in the other language once the page changes to it", () => {
  speakEnglish();
  render(<AnswersForm company={[]} onAnswers={() => undefined} />);
  fireEvent.submit(document.querySelector("form") as HTMLFormElement);
  const english = t("answers.missing.alone");
  expect(screen.getAllByText(english)).toHaveLength(2);
  act(() => useWords("cy", { "answers.missing.alone": "Nodwch" }));
  expect(screen.queryAllByText(english)).toHaveLength(0);
  expect(screen.getAllByText("Nodwch")).toHaveLength(2);
});
