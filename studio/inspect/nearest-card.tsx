import type { VNode } from "preact";
import { eastAsianLanguage, isEastAsian } from "../../src/report/language.ts";
import { textsIn } from "../app/language.ts";
import { call } from "../worker/calls.ts";
import { Fold } from "./fold.tsx";
import type { Inspected } from "./inspected.ts";
import { inspectTexts } from "./texts.ts";
import { useAnswer } from "./use-answer.ts";

const count = 8;

export function NearestCard({ inspected }: { readonly inspected: Inspected }): VNode {
  const texts = textsIn(inspectTexts);
  const { pairs } = inspected.facts;
  return (
    <Fold name="nearest" title={texts.nearest}>
      <p class="note">{pairs === 0 ? texts.noPairs : texts.nearestHelp(pairs)}</p>
      {pairs > 0 && <Nearest inspected={inspected} />}
    </Fold>
  );
}

/** The training pairs whose sources leave the encoder in the most similar state. */
function Nearest({ inspected: { run, line } }: { readonly inspected: Inspected }): VNode {
  const texts = textsIn(inspectTexts);
  const { value, pending } = useAnswer(JSON.stringify([run, line]), (signal) =>
    call("inspect.nearest", { run, line, count }, { signal }),
  );
  const languageOf = (text: string) => isEastAsian(text) && { lang: eastAsianLanguage([text]) };
  return (
    <table class="nearest" aria-busy={pending}>
      <thead>
        <tr>
          <th scope="col">{texts.source}</th>
          <th scope="col">{texts.output}</th>
          <th scope="col">{texts.cosine}</th>
        </tr>
      </thead>
      <tbody>
        {value?.map(({ source, target, cosine }) => (
          <tr key={`${source}\t${target}`}>
            <td {...languageOf(source)}>{source}</td>
            <td {...languageOf(target)}>{target}</td>
            <td class="number">{cosine.toFixed(3).replace("-", "−")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
