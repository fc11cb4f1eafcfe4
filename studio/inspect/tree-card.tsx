import type { VNode } from "preact";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import { textsIn } from "../app/language.ts";
import { BeamTreeMap } from "./beam-tree-map.tsx";
import { Fold } from "./fold.tsx";
import type { Inspected } from "./inspected.ts";
import { logText, percentText } from "./numbers.ts";
import { inspectTexts } from "./texts.ts";
import type { TreeChoice } from "./tree-choice.ts";

export interface TreeCardProps {
  readonly inspected: Inspected;
  readonly output: TracedOutput;
  readonly onChoose: (choice: TreeChoice) => void;
}

/** Of a tree of more hypotheses, most of the pruned ones are left out: the page would be slow. */
const large = 800;

/** The whole search: what was kept, what was pruned and when. It is a table, too. */
export function TreeCard({ inspected, output, onChoose }: TreeCardProps): VNode {
  const texts = textsIn(inspectTexts);
  const { tree } = inspected.trace;
  const isLarge = tree.length > large;
  const told = isLarge ? tree.filter(({ fate }) => fate !== "pruned") : tree;
  return (
    <Fold name="tree" title={texts.tree}>
      <p class="note">{texts.treeHelp}</p>
      <BeamTreeMap inspected={inspected} output={output} pruned={isLarge ? 1 : 4} onChoose={onChoose} />
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
