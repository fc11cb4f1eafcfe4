import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import { type BeamTree, beamTree, beamTreeColumns, beamTreeTip } from "../../src/report/beam-tree.ts";
import { eastAsianLanguage } from "../../src/report/language.ts";
import { isHidden } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { FocusRegion } from "./focus-region.tsx";
import type { Inspected } from "./inspected.ts";
import { inspectTexts } from "./texts.ts";
import { hypothesisAfterKey, type TreeChoice, treeChoice } from "./tree-choice.ts";

export interface BeamTreeMapProps {
  readonly inspected: Inspected;
  readonly output: TracedOutput;
  /** How many pruned hypotheses of each step are drawn. */
  readonly pruned: number;
  readonly onChoose: (choice: TreeChoice) => void;
}

/** The tree as a picture in which hypotheses are chosen: by a click, or by the arrow keys and Enter. */
export function BeamTreeMap({ inspected, output, pruned, onChoose }: BeamTreeMapProps): VNode {
  const texts = textsIn(inspectTexts);
  const { trace, facts } = inspected;
  const place = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<{ readonly trace: object; readonly at: number } | null>(null);
  const nodes = trace.tree.map((one) => ({ ...one, token: one.text }));
  const drawn: BeamTree = { nodes, marked: output.last, language: language.value, pruned };
  const svg = beamTree(drawn);
  const at = pointed?.trace === trace ? pointed.at : null;
  useEffect(() => {
    for (const node of place.current!.querySelectorAll<SVGElement>("[data-node]")) {
      const isCursor = Number(node.dataset.node) === at;
      node.classList.toggle("cursor", isCursor);
      if (isCursor) node.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }, [svg, at]);
  const choiceAt = (index: number) => {
    const choice = treeChoice(trace, output, index, facts.reversed);
    return choice.kind !== "output" && isHidden("what-if") ? null : choice;
  };
  const choose = (index: number) => {
    setPointed({ trace, at: index });
    const choice = choiceAt(index);
    if (choice !== null) onChoose(choice);
  };
  const press = (event: KeyboardEvent) => {
    if (at !== null && (event.key === "Enter" || event.key === " ")) choose(at);
    else {
      const next = hypothesisAfterKey(trace.tree, beamTreeColumns(drawn), at, event.key);
      if (next === undefined) return;
      setPointed({ trace, at: next });
    }
    event.preventDefault();
  };
  const click = ({ target }: Event) => {
    const node = target instanceof Element ? target.closest<SVGElement>("[data-node]") : null;
    if (node !== null) choose(Number(node.dataset.node));
  };
  const choice = at === null ? null : choiceAt(at);
  return (
    <>
      <FocusRegion
        label={texts.tree}
        class="scroll tree-keys"
        lang={eastAsianLanguage(output.tokens)}
        onKeyDown={press}
        onClick={click}
      >
        <div ref={place}>
          <Mark svg={svg} />
        </div>
      </FocusRegion>
      <p class="told note" role="status">
        {at !== null && beamTreeTip(nodes[at]!, language.value)}
        {choice !== null && <span class="enter">{texts.treeChoices[choice.kind]}</span>}
      </p>
    </>
  );
}
