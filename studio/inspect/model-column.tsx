import type { VNode } from "preact";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import { isHidden } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { AttentionMap } from "./attention-map.tsx";
import { HypothesisList } from "./hypothesis-list.tsx";
import type { Inspected } from "./inspected.ts";
import { inspectTexts } from "./texts.ts";
import type { Answer } from "./use-answer.ts";

export interface ModelColumnProps {
  readonly name: string;
  /** Shown above, where there are two models. */
  readonly title: string | null;
  readonly answer: Answer<Inspected>;
  readonly shown: number;
  readonly onShow: (index: number) => void;
}

/** What one model makes of the text: its hypotheses, and what the chosen one looked at. */
export function ModelColumn({ name, title, answer, shown, onShow }: ModelColumnProps): VNode {
  const texts = textsIn(inspectTexts);
  const { value } = answer;
  if (value === undefined) return <p class="note">{answer.failure === null ? texts.reading : ""}</p>;
  const output = value.trace.hypotheses[shown] ?? value.trace.hypotheses[0];
  return (
    <section class="model-column card" aria-busy={answer.pending} aria-label={title ?? texts.hypotheses}>
      <h2 class={title === null ? "unseen" : ""}>{title ?? texts.hypotheses}</h2>
      <HypothesisList
        name={name}
        trace={value.trace}
        shown={output === undefined ? -1 : value.trace.hypotheses.indexOf(output)}
        onShow={onShow}
      />
      {output !== undefined && !isHidden("attention") && (
        <Attention output={output} sourceTokens={value.trace.sourceTokens} />
      )}
    </section>
  );
}

function Attention({
  output: { attention, tokens },
  sourceTokens,
}: {
  readonly output: TracedOutput;
  readonly sourceTokens: readonly string[];
}): VNode {
  const texts = textsIn(inspectTexts);
  return (
    <div class="attention">
      <h3>{texts.attention}</h3>
      {attention === null ? (
        <p class="note">{texts.noAttention}</p>
      ) : (
        <>
          <p class="note">{texts.attentionHelp}</p>
          <AttentionMap alignment={{ sourceTokens, tokens, attention }} />
        </>
      )}
    </div>
  );
}
