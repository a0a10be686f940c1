// What is said without being asked: connection, announcements, problems.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words";

/** Read out politely when it changes. Always on the page: readers only notice changes. */
export function Announcement({ words }: { words: string }) {
  return (
    <p class="govuk-visually-hidden" role="status" aria-live="polite">
      {words}
    </p>
  );
}

export function Alert({ words, onClose }: { words: string | null; onClose?: () => void }) {
  return (
    <div role="alert">
      {words !== null && (
        <div class="q-alert">
          <p>{words}</p>
          {onClose && (
            <button type="button" class="q-link-button" onClick={onClose}>
              {t("form.close-message")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** A page's title takes the focus, so that a reader begins there. */
export function Title({ children, take = true }: { children: string; take?: boolean }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (take) title.current?.focus();
  }, []);
  return (
    <h1 class="govuk-heading-l" tabIndex={-1} ref={title}>
      {children}
    </h1>
  );
}
