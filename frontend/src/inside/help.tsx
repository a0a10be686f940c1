// Help beside the controls: what each does, which key it has, and the number to ring instead.
import { t } from "../words";
import { keysAreOn, switchKeys } from "./kept";

export interface Keyed {
  key: string;
  /** Its words in the catalogue. */
  does: string;
}

export function Help({ keys, phone }: { keys: Keyed[]; phone: string | null }) {
  return (
    <>
      <p class="govuk-body">{t("keys.ask")}</p>
      <p class="govuk-body">{t("keys.hear")}</p>
      {phone !== null && <p class="govuk-body">{t("connection.ring", { phone })}</p>}
      <h3 class="govuk-heading-s">{t("keys.keys")}</h3>
      <dl class="q-keys">
        {keys.map(({ key, does }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(does)}</dd>
          </div>
        ))}
      </dl>
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input
            class="govuk-checkboxes__input"
            id="single-keys"
            type="checkbox"
            checked={keysAreOn.value}
            onChange={(event) => switchKeys(event.currentTarget.checked)}
          />
          <label class="govuk-label govuk-checkboxes__label" for="single-keys">
            {t("keys.keys-on")}
          </label>
        </div>
      </div>
    </>
  );
}
