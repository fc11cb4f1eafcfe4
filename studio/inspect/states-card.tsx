import type { VNode } from "preact";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import { type StateWay, statePlane } from "../../src/report/state-plane.ts";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { call } from "../worker/calls.ts";
import { useChosenPart } from "./chosen-part.ts";
import { Fold } from "./fold.tsx";
import type { Inspected } from "./inspected.ts";
import type { Point } from "./inspected-model.ts";
import type { PageEdit } from "./page-edit.ts";
import { inspectTexts } from "./texts.ts";
import { useAnswer } from "./use-answer.ts";

export interface StatesCardProps {
  readonly inspected: Inspected;
  readonly output: TracedOutput;
  /** Its continuation under changes, if there are any. */
  readonly changed?: { readonly output: TracedOutput; readonly edits: readonly PageEdit[] } | undefined;
}

export function StatesCard(props: StatesCardProps): VNode {
  const texts = textsIn(inspectTexts);
  return (
    <Fold name="states" title={texts.states}>
      <p class="note">{texts.statesHelp}</p>
      <StatePlanes {...props} />
    </Fold>
  );
}

/** States of encoder and decoder over time, each in its own plane. */
function StatePlanes({ inspected: { run, line, facts, trace }, output, changed }: StatesCardProps): VNode {
  const texts = textsIn(inspectTexts);
  const names = facts.states.map(({ name, layer }) => texts.stateName(name, layer));
  const [state, setState] = useChosenPart("state", names.length);
  const followed = [
    { ids: output.ids },
    ...(changed === undefined ? [] : [{ ids: changed.output.ids, edits: changed.edits }]),
  ];
  const { value } = useAnswer(JSON.stringify([run, line, followed, state]), async (signal) => {
    const planes = await call("inspect.planes", { run, line, outputs: followed, state }, { signal });
    const written = [output, ...(changed ? [changed.output] : [])].map(({ tokens }) =>
      facts.reversed ? tokens.toReversed() : tokens,
    );
    return { planes, columns: trace.sourceTokens, written, state };
  });
  return (
    <>
      <div class="field">
        <label for="inspect-state">{texts.state}</label>
        <select
          id="inspect-state"
          value={state}
          onChange={({ currentTarget }) => setState(Number(currentTarget.value))}
        >
          {names.map((name, index) => (
            <option key={name} value={index}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {value !== undefined && (
        <div class="planes">
          <Mark
            svg={statePlane({
              title: texts.encoderPlane,
              ways: [wayOf(texts.encoderPlane, "train", value.planes.encoder.points, value.columns)],
              explained: value.planes.encoder.explained,
              language: language.value,
            })}
          />
          <Mark
            svg={statePlane({
              title: texts.decoderPlane(names[value.state] ?? ""),
              ways: value.written.map((tokens, n) => {
                const [name, colour] = n === 0 ? [texts.original, "train"] : [texts.changed, "dev"];
                return wayOf(name!, colour!, value.planes.decoder.points[n]!, tokens);
              }),
              explained: value.planes.decoder.explained,
              language: language.value,
            })}
          />
        </div>
      )}
    </>
  );
}

function wayOf(name: string, colour: string, points: readonly Point[], tokens: readonly string[]): StateWay {
  const labels = [...tokens, "</s>"];
  return { name, colour, points: points.map(([x, y], i) => ({ x, y, label: labels[i]! })) };
}
