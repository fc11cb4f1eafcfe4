import type { VNode } from "preact";
import { setParameters } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import type { Plan } from "./plan.ts";
import { rivalNames, rivals } from "./rivals.ts";
import { trainTexts } from "./texts.ts";

/** The model, and another one beside it. */
export function ModelChoice({ plan, disabled }: { readonly plan: Plan; readonly disabled: boolean }): VNode {
  const texts = textsIn(trainTexts);
  return (
    <section class="card" aria-labelledby="model-title">
      <h2 id="model-title">{texts.model}</h2>
      <div class="field">
        <label for="beside">{texts.beside}</label>
        <select
          id="beside"
          value={plan.rival ?? ""}
          disabled={disabled}
          onChange={({ currentTarget }) =>
            setParameters({ beside: currentTarget.value || undefined, runs: undefined })
          }
        >
          <option value="">{texts.none}</option>
          {rivalNames.map((name) => (
            <option key={name} value={name}>
              {rivals[name].title[language.value]}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}
