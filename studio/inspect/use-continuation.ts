import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import type { Continuation } from "../../src/inspection/what-if.ts";
import { call } from "../worker/calls.ts";
import { beamOptions, type Inspected } from "./inspected.ts";
import type { PageEdit } from "./page-edit.ts";
import { type Answer, useAnswer } from "./use-answer.ts";

/** A continuation, and the changes that it comes of: those of the moment may already be others. */
export type Changed = Continuation & { readonly edits: readonly PageEdit[] };

/** What comes of the changes to an output; no answer where there are none. */
export function useContinuation(
  inspected: Inspected,
  output: TracedOutput | undefined,
  edits: readonly PageEdit[],
): Answer<Changed> {
  const { run, line } = inspected;
  const options = beamOptions();
  const ids = output?.ids;
  const { value, ...rest } = useAnswer(
    ids === undefined || edits.length === 0 ? null : JSON.stringify([run, line, ids, edits, options]),
    async (signal) => {
      const asked = { run, line, output: { ids: ids!, edits }, options };
      return { of: `${line} ${ids}`, found: { ...(await call("inspect.whatIf", asked, { signal })), edits } };
    },
    { quiet: true },
  );
  return { ...rest, value: value?.of === `${line} ${ids}` ? value.found : undefined };
}
