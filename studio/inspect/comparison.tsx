import type { VNode } from "preact";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import { tokenChanges } from "../../src/inspection/token-changes.ts";
import type { Continuation } from "../../src/inspection/what-if.ts";
import { language, textsIn } from "../app/language.ts";
import { Said } from "../problems/said.tsx";
import { toldOf } from "../problems/told.ts";
import { reasonOf } from "../problems/words.ts";
import { AttentionMap } from "./attention-map.tsx";
import type { Inspected } from "./inspected.ts";
import { MarkedWords } from "./marked-words.tsx";
import { logText, percentText } from "./numbers.ts";
import { inspectTexts } from "./texts.ts";

export interface ComparisonProps {
  readonly inspected: Inspected;
  readonly output: TracedOutput;
  /** Undefined where nothing is changed. */
  readonly continuation: Continuation | undefined;
  readonly failure: Error | null;
  readonly pending: boolean;
}

/** The output and its continuation under the changes, side by side, with what differs marked. */
export function Comparison(props: ComparisonProps): VNode | null {
  const { inspected, output, continuation, failure, pending } = props;
  const texts = textsIn(inspectTexts);
  if (failure !== null) {
    const { text, english } = reasonOf(toldOf(failure), language.value);
    return (
      <p role="alert">
        <Said words={{ text: texts.refused(text), english }} />
      </p>
    );
  }
  if (continuation === undefined) return null;
  const changed = continuation.output;
  if (changed === undefined) return <p role="status">{texts.leavesNothing}</p>;
  const { removed, added } = tokenChanges(output.tokens, changed.tokens);
  const isSame = ![...removed, ...added].includes(true);
  const { sourceTokens } = inspected.trace;
  const side = (
    name: string,
    title: string,
    one: TracedOutput,
    marks: readonly boolean[],
    kind: "ins" | "del",
  ) => (
    <section class={`side ${name}`} aria-label={title}>
      <h3>{title}</h3>
      <MarkedWords words={one.tokens} marks={marks} kind={kind} />
      <p class="note">
        {texts.logP(logText(one.logProbability))} ·{" "}
        {`${texts.probability} ${percentText(Math.exp(one.logProbability))}`}
      </p>
      {one.attention !== null && (
        <AttentionMap alignment={{ sourceTokens, tokens: one.tokens, attention: one.attention }} />
      )}
    </section>
  );
  return (
    <div class="comparison" aria-busy={pending}>
      {isSame && <p role="status">{texts.same}</p>}
      <div class="sides">
        {side("before", texts.before, output, removed, "del")}
        {side("after", texts.after, changed, added, "ins")}
      </div>
    </div>
  );
}
