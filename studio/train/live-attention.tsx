import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";
import { HeatMap } from "../marks/heat-map.tsx";
import { armLabel } from "./arm-label.ts";
import type { ArmProgress } from "./progress.ts";
import { trainTexts } from "./texts.ts";

/** What each model looks at in one of the sentences, now. */
export function LiveAttention({
  arms,
  sentence,
}: {
  readonly arms: readonly ArmProgress[];
  readonly sentence: number;
}): VNode | null {
  const texts = textsIn(trainTexts);
  if (arms.every(({ translations }) => translations[sentence] === undefined)) return null;
  return (
    <>
      <h3>{texts.attention}</h3>
      <div class="maps">
        {arms.map((arm) => {
          const translation = arm.translations[sentence];
          if (translation === undefined) return null;
          const { sourceTokens, tokens, attention } = translation;
          return (
            <figure key={arm.run}>
              {arms.length > 1 && <figcaption class="arm-name">{armLabel(arm)}</figcaption>}
              {attention === null ? (
                <p class="note">{texts.noAttention}</p>
              ) : (
                attention.length > 0 && <HeatMap alignment={{ sourceTokens, tokens, attention }} />
              )}
            </figure>
          );
        })}
      </div>
    </>
  );
}
