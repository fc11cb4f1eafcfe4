import type { VNode } from "preact";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import { gateMap } from "../../src/report/gate-map.ts";
import { eastAsianLanguage } from "../../src/report/language.ts";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { call } from "../worker/calls.ts";
import { useChosenPart } from "./chosen-part.ts";
import { Fold } from "./fold.tsx";
import type { Inspected } from "./inspected.ts";
import { inspectTexts } from "./texts.ts";
import { useAnswer } from "./use-answer.ts";

export interface GatesCardProps {
  readonly inspected: Inspected;
  readonly output: TracedOutput;
}

export function GatesCard(props: GatesCardProps): VNode {
  const texts = textsIn(inspectTexts);
  return (
    <Fold name="gates" title={texts.gates}>
      <p class="note">{texts.gatesHelp}</p>
      <Gates {...props} />
    </Fold>
  );
}

/** The gates of one layer over time. */
function Gates({ inspected: { run, line, facts, trace }, output }: GatesCardProps): VNode {
  const texts = textsIn(inspectTexts);
  const { encoder, decoder } = facts;
  const parts = [
    ...Array.from({ length: decoder.layers }, (_, layer) => ({
      layer,
      direction: undefined,
      name: texts.decoderLayer(layer),
    })),
    ...Array.from({ length: encoder.layers }, (_, layer) =>
      [texts.encoderForward, texts.encoderBackward]
        .slice(0, encoder.directions)
        .map((name, direction) => ({ layer, direction, name: name(layer) })),
    ).flat(),
  ];
  const [part, setPart] = useChosenPart("gates", parts.length);
  const { layer, direction } = parts[part]!;
  const { value } = useAnswer(JSON.stringify([run, line, output.ids, part]), async (signal) => {
    const asked = { run, line, output: { ids: output.ids }, layer, direction };
    const gates = await call("inspect.gates", asked, { signal });
    const written = facts.reversed ? output.tokens.toReversed() : output.tokens;
    return { gates, tokens: [...(direction === undefined ? written : trace.sourceTokens), "</s>"] };
  });
  return (
    <>
      <div class="field">
        <label for="inspect-part">{texts.part}</label>
        <select
          id="inspect-part"
          value={part}
          onChange={({ currentTarget }) => setPart(Number(currentTarget.value))}
        >
          {parts.map(({ name }, index) => (
            <option key={name} value={index}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {value !== undefined && (
        <div class="gate-maps" lang={eastAsianLanguage(value.tokens)}>
          {Object.entries(value.gates).map(([gate, values]) => (
            <Mark
              key={gate}
              svg={gateMap({
                title: texts.gateNames[gate] ?? gate,
                tokens: value.tokens,
                values,
                language: language.value,
              })}
            />
          ))}
        </div>
      )}
    </>
  );
}
