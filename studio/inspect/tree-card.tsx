import type { VNode } from "preact";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import { type BeamTreeNode, beamTree } from "../../src/report/beam-tree.ts";
import { eastAsianLanguage } from "../../src/report/language.ts";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { FocusRegion } from "./focus-region.tsx";
import { Fold } from "./fold.tsx";
import type { Inspected } from "./inspected.ts";
import { logText, percentText } from "./numbers.ts";
import { inspectTexts } from "./texts.ts";

export interface TreeCardProps {
  readonly inspected: Inspected;
  readonly output: TracedOutput;
}

/** Of a tree of more hypotheses, most of the pruned ones are left out: the page would be slow. */
const large = 800;

/** The whole search: what was kept, what was pruned and when. It is a table, too. */
export function TreeCard({ inspected, output }: TreeCardProps): VNode {
  const texts = textsIn(inspectTexts);
  const { tree } = inspected.trace;
  const nodes = tree.map((one): BeamTreeNode => ({ ...one, token: one.text }));
  const isLarge = tree.length > large;
  const told = isLarge ? tree.filter(({ fate }) => fate !== "pruned") : tree;
  const svg = beamTree({ nodes, marked: output.last, language: language.value, pruned: isLarge ? 1 : 4 });
  return (
    <Fold name="tree" title={texts.tree}>
      <p class="note">{texts.treeHelp}</p>
      <FocusRegion label={texts.tree} class="scroll" lang={eastAsianLanguage(output.tokens)}>
        <Mark svg={svg} />
      </FocusRegion>
      <div class="unseen">
        <table>
          <caption>{texts.tree}</caption>
          <thead>
            <tr>
              {texts.treeColumns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.map(({ step, text, logProbability, rank, fate }, index) => (
              <tr key={index}>
                <td>{step + 1}</td>
                <td>{text}</td>
                <td>{percentText(Math.exp(logProbability))}</td>
                <td>{logText(rank)}</td>
                <td>{texts.fates[fate]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Fold>
  );
}
