import type { VNode } from "preact";
import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import { setParameters } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import { ownData } from "../data/own-pairs.ts";
import { SettingsCard } from "../settings/settings-card.tsx";
import { OriginChoice } from "./origin-choice.tsx";
import { originOf } from "./origins.ts";
import { baseOf, type Plan, rivalBase } from "./plan.ts";
import { rivalNames, rivals } from "./rivals.ts";
import { trainTexts } from "./texts.ts";

/** The model, and another one beside it. */
export function ModelChoice({ plan, disabled }: { readonly plan: Plan; readonly disabled: boolean }): VNode {
  const texts = textsIn(trainTexts);
  const { own, rival, rivalOwn } = plan;
  const context = { pairs: ownData.value, origin: originOf(plan) };
  return (
    <section class="card" aria-labelledby="model-title">
      <h2 id="model-title">{texts.model}</h2>
      <OriginChoice plan={plan} disabled={disabled} />
      <SettingsCard
        {...{ id: "model", base: baseOf(plan, context), own, disabled }}
        onChange={(changed) => setParameters({ settings: inAddress(changed), runs: undefined })}
      />
      <div class="field beside">
        <label for="beside">{texts.beside}</label>
        <select
          id="beside"
          value={rival ?? ""}
          disabled={disabled}
          onChange={({ currentTarget: { value } }) =>
            setParameters({ beside: value || undefined, "beside-settings": undefined, runs: undefined })
          }
        >
          <option value="">{texts.none}</option>
          {rivalNames.map((name) => (
            <option key={name} value={name}>
              {rivals[name].title[language.value]}
            </option>
          ))}
        </select>
        {rival !== null && plan.from !== null && <p class="note">{texts.rivalDrawn}</p>}
      </div>
      {rival !== null && (
        <details open={rival === "own"}>
          <summary>{texts.rival}</summary>
          <SettingsCard
            {...{ id: "beside-model", base: rivalBase(plan, context), own: rivalOwn, disabled }}
            onChange={(changed) => setParameters({ "beside-settings": inAddress(changed), runs: undefined })}
          />
        </details>
      )}
    </section>
  );
}

function inAddress(settings: ConfigurationInput): string | undefined {
  return Object.keys(settings).length === 0 ? undefined : JSON.stringify(settings);
}
