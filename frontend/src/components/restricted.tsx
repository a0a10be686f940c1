// The word that stands beside what only some may read: never a colour alone.
import { t } from "../words";

export function Restricted() {
  return <strong class="govuk-tag govuk-tag--purple q-tag">{t("minutes.restricted")}</strong>;
}
