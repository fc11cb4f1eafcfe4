import type { VNode } from "preact";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { trainingCurves } from "./curves.ts";
import type { ArmProgress } from "./progress.ts";
import { trainTexts } from "./texts.ts";

export function LiveCurves({ arms }: { readonly arms: readonly ArmProgress[] }): VNode {
  return (
    <section aria-labelledby="curves-title">
      <h2 id="curves-title">{textsIn(trainTexts).curves}</h2>
      <div class="charts">
        {trainingCurves(arms, language.value).map((svg, n) => (
          <Mark key={n} svg={svg} />
        ))}
      </div>
    </section>
  );
}
