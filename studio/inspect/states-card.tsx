import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import { statePlane } from "../../src/report/state-plane.ts";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { call } from "../worker/calls.ts";
import { Fold } from "./fold.tsx";
import type { Inspected } from "./inspected.ts";
import type { Point } from "./inspected-model.ts";
import { inspectTexts } from "./texts.ts";
import { useAnswer } from "./use-answer.ts";

export interface StatesCardProps {
  readonly inspected: Inspected;
  readonly output: TracedOutput;
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
function StatePlanes({ inspected: { run, line, facts, trace }, output }: StatesCardProps): VNode {
  const texts = textsIn(inspectTexts);
  const [state, setState] = useState(0);
  const names = facts.states.map(({ name, layer }) => texts.stateName(name, layer));
  const { value } = useAnswer(JSON.stringify([run, line, output.ids, state]), async (signal) => {
    const planes = await call(
      "inspect.planes",
      { run, line, outputs: [{ ids: output.ids }], state },
      { signal },
    );
    return { planes, columns: trace.sourceTokens, rows: output.tokens, reversed: facts.reversed, state };
  });
  const plane = (
    title: string,
    points: readonly Point[],
    labels: readonly string[],
    colour: string,
    explained: readonly [number, number],
  ) => (
    <Mark
      class="plane"
      svg={statePlane({
        title,
        ways: [{ name: title, colour, points: points.map(([x, y], i) => ({ x, y, label: labels[i]! })) }],
        explained,
        language: language.value,
      })}
    />
  );
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
          {plane(
            texts.encoderPlane,
            value.planes.encoder.points,
            [...value.columns, "</s>"],
            "train",
            value.planes.encoder.explained,
          )}
          {plane(
            texts.decoderPlane(names[value.state] ?? ""),
            value.planes.decoder.points[0]!,
            [...(value.reversed ? value.rows.toReversed() : value.rows), "</s>"],
            "dev",
            value.planes.decoder.explained,
          )}
        </div>
      )}
    </>
  );
}
