import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { setParameters } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { tell } from "../app/problems.tsx";
import { originOf, origins, readOrigins } from "./origins.ts";
import type { Plan } from "./plan.ts";
import { trainTexts } from "./texts.ts";

/** Which weights a training starts from: new ones, or those of any model that is here. */
export function OriginChoice({ plan, disabled }: { readonly plan: Plan; readonly disabled: boolean }): VNode {
  const texts = textsIn(trainTexts);
  const { from } = plan;
  useEffect(() => {
    if (!disabled) readOrigins().catch(tell);
  }, [disabled]);
  const isMissing = from !== null && origins.value !== null && originOf(plan) === null;
  return (
    <div class="field">
      <label for="from">{texts.from}</label>
      <select
        id="from"
        value={from ?? ""}
        disabled={disabled}
        aria-describedby={from === null ? undefined : "from-hint"}
        onChange={({ currentTarget: { value } }) =>
          setParameters({ from: value || undefined, settings: undefined, runs: undefined })
        }
      >
        <option value="">{texts.drawn}</option>
        {(origins.value ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name || texts.unnamed}
          </option>
        ))}
        {isMissing && <option value={from}>{texts.notHere}</option>}
      </select>
      {from !== null && (
        <p class="note" id="from-hint">
          {texts.fromHint}
        </p>
      )}
    </div>
  );
}
