import type { VNode } from "preact";
import { type BeamTreeNode, beamTree } from "../../../src/report/beam-tree.ts";
import { language, textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { Mark } from "../../marks/mark.tsx";
import { Slider } from "../controls/slider.tsx";
import {
  type BeamStep,
  beamSteps,
  bestOf,
  type Candidate,
  normalised,
  wordsOf,
} from "../numbers/beam-tree.ts";
import { decimal } from "../numbers/decimal.ts";
import { integerSetting, numberSetting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";
import { TableHead } from "../table-head.tsx";
import { Words } from "../words.tsx";

const widthSetting = integerSetting("k", 1, 4, 1);
const stepSetting = integerSetting("step", 0, 6, 1);
const alphaSetting = numberSetting("alpha", 0, 2, 0);

const texts = {
  en: {
    width: "Beam width K",
    step: "Step",
    back: "Back",
    next: "Next",
    alpha: "Length penalty α",
    fates: { kept: "kept", finished: "finished", pruned: "pruned" },
    candidates: (step: number) => `Candidates of step ${step}, best first`,
    heads: ["hypothesis", "P of the word", "log P so far", ""],
    found: "Finished",
    foundHeads: ["output", "P", "log P", "score"],
    none: "Nothing has been read or written. Go on with “Next”.",
    best: (output: string, P: string) => `Best so far: ${output} with P = ${P}.`,
    open: "No hypothesis is finished yet.",
  },
  ja: {
    width: "ビーム幅K",
    step: "ステップ",
    back: "戻る",
    next: "進む",
    alpha: "長さのペナルティα",
    fates: { kept: "残す", finished: "完成", pruned: "枝刈り" },
    candidates: (step: number) => `ステップ${step}の候補（よい順）`,
    heads: ["仮説", "単語の確率", "ここまでのlog P", ""],
    found: "完成した出力",
    foundHeads: ["出力", "P", "log P", "スコア"],
    none: "まだ何も書いていません。「進む」を押してください。",
    best: (output: string, P: string) => `これまでの最良：${output}（P = ${P}）`,
    open: "完成した仮説はまだありません。",
  },
};

/** Beam search on a table of probabilities, step by step. */
export function BeamWidget(): VNode {
  const words = textsIn(texts);
  const K = settingNow(widthSetting);
  const { steps } = beamSteps(K);
  const step = Math.min(steps.length, settingNow(stepSetting));
  const shown = steps.slice(0, step);
  const alpha = settingNow(alphaSetting);
  const found = shown.flatMap(({ candidates }) => candidates.filter(({ fate }) => fate === "finished"));
  const best = found.length === 0 ? null : bestOf(found, alpha);
  const said =
    step === 0
      ? words.none
      : best === null
        ? words.open
        : words.best(wordsOf(best), decimal(Math.exp(best.logP), 3));
  return (
    <>
      <Slider setting={widthSetting} label={words.width} least={1} most={4} />
      <Slider
        setting={stepSetting}
        label={words.step}
        least={0}
        most={steps.length}
        shown={(value) => `${Math.min(steps.length, value)} / ${steps.length}`}
      />
      <p class="buttons">
        <button type="button" disabled={step === 0} onClick={() => change(stepSetting, step - 1)}>
          {words.back}
        </button>
        <button
          type="button"
          class="main"
          disabled={step === steps.length}
          onClick={() => change(stepSetting, step + 1)}
        >
          {words.next}
        </button>
      </p>
      <p role="status">
        <Words text={said} />
      </p>
      {step > 0 && (
        <>
          <Scroll>
            <Mark svg={beamTree({ ...treeOf(shown, alpha), language: language.value })} class="tree" />
          </Scroll>
          <CandidateTable caption={words.candidates(step)} candidates={shown.at(-1)!.candidates} />
        </>
      )}
      <Slider
        setting={alphaSetting}
        label={words.alpha}
        least={0}
        most={2}
        step={0.1}
        shown={(value) => decimal(value, 1)}
      />
      {found.length > 0 && (
        <Scroll>
          <table>
            <caption>{words.found}</caption>
            <TableHead heads={words.foundHeads} />
            <tbody>
              {found
                .toSorted((a, b) => normalised(b, alpha) - normalised(a, alpha))
                .map((one) => (
                  <tr key={wordsOf(one)}>
                    <th scope="row">
                      <Words text={wordsOf(one)} />
                    </th>
                    <td>{decimal(Math.exp(one.logP), 3)}</td>
                    <td>{decimal(one.logP, 2)}</td>
                    <td>{decimal(normalised(one, alpha), 2)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  );
}

interface CandidatesProps {
  readonly caption: string;
  readonly candidates: readonly Candidate[];
}

function CandidateTable({ caption, candidates }: CandidatesProps): VNode {
  const words = textsIn(texts);
  const signs = { kept: "→", finished: "✓", pruned: "✗" } as const;
  return (
    <Scroll>
      <table>
        <caption>{caption}</caption>
        <TableHead heads={words.heads} />
        <tbody>
          {candidates.map(({ tokens, step, logP, fate }) => (
            <tr key={tokens.join(" ")} class={fate}>
              <th scope="row">
                <Words text={tokens.join(" ")} />
              </th>
              <td>{decimal(Math.exp(step), 2)}</td>
              <td>{decimal(logP, 2)}</td>
              <td>
                {signs[fate]} {words.fates[fate]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** The steps so far as the mark of a beam draws them. */
function treeOf(steps: readonly BeamStep[], alpha: number): { nodes: BeamTreeNode[]; marked?: number } {
  const nodes: BeamTreeNode[] = [];
  const index = new Map<string, number>();
  for (const [step, { candidates }] of steps.entries()) {
    for (const candidate of candidates) {
      const { tokens, logP, fate } = candidate;
      index.set(tokens.join(" "), nodes.length);
      nodes.push({
        parent: index.get(tokens.slice(0, -1).join(" ")) ?? null,
        step,
        token: tokens.at(-1)!,
        logProbability: candidate.step,
        rank: logP,
        ...(fate === "finished" && { score: normalised(candidate, alpha) }),
        fate,
        prunedAt: null,
      });
    }
  }
  const found = steps.flatMap(({ candidates }) => candidates.filter(({ fate }) => fate === "finished"));
  if (found.length === 0) return { nodes };
  return { nodes, marked: index.get(bestOf(found, alpha).tokens.join(" "))! };
}
