import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { useSteady } from "../marks/steady.ts";
import { trainingCurves } from "./curves.ts";
import type { ArmProgress } from "./progress.ts";
import { trainTexts } from "./texts.ts";

/** Milliseconds between two drawings of the curves. */
const between = 700;

export function LiveCurves({ arms }: { readonly arms: readonly ArmProgress[] }): VNode {
  const shown = useSteady(arms, between);
  const inLanguage = language.value;
  const charts = useMemo(() => trainingCurves(shown, inLanguage), [shown, inLanguage]);
  return (
    <section aria-labelledby="curves-title">
      <h2 id="curves-title">{textsIn(trainTexts).curves}</h2>
      <div class="charts">
        {charts.map((svg, n) => (
          <Mark key={n} svg={svg} />
        ))}
      </div>
    </section>
  );
}
