import { useEffect, useState } from "preact/hooks";
import { settle, tell } from "../app/problems.tsx";

/** What a question to the worker has brought so far. */
export interface Answer<T> {
  /** The last answer, which may still be that of the question before. */
  readonly value: T | undefined;
  /** Whether the question that is asked now waits for its answer. */
  readonly pending: boolean;
  /** Why there is none; null otherwise. */
  readonly failure: Error | null;
}

export interface AnswerOptions {
  /** Milliseconds without a new question before this one is asked (default 0). */
  readonly pause?: number;
  /** Shows a failure where the question is, instead of above the view. */
  readonly quiet?: boolean;
}

/**
 * Asks again whenever the key changes; the question before is cancelled, and its answer stays until the next is there. That
 * it failed is told until then.
 * @param key says all that the question depends on; null: nothing is asked, and there is no answer
 */
export function useAnswer<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
  { pause = 0, quiet = false }: AnswerOptions = {},
): Answer<T> {
  const [found, setFound] = useState<{ key: string; value: T | undefined; failure: Error | null } | null>(
    null,
  );
  useEffect(() => {
    if (key === null) return setFound(null);
    const controller = new AbortController();
    let told: Error | undefined;
    const timer = setTimeout(() => {
      ask(controller.signal).then(
        (value) => {
          if (!controller.signal.aborted) setFound({ key, value, failure: null });
        },
        (thrown: unknown) => {
          if (controller.signal.aborted) return;
          const failure = thrown instanceof Error ? thrown : new Error(String(thrown));
          setFound((before) => ({ key, value: quiet ? undefined : before?.value, failure }));
          if (quiet) return;
          told = failure;
          tell(failure);
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      controller.abort();
      if (told !== undefined) settle(told);
    };
  }, [key]);
  const isAsked = key !== null;
  return {
    value: isAsked ? found?.value : undefined,
    pending: isAsked && found?.key !== key,
    failure: isAsked && found?.key === key ? found.failure : null,
  };
}
