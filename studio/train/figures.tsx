import type { VNode } from "preact";
import { duration } from "../../src/report/duration.ts";
import type { StartEvent } from "../../src/training/events.ts";
import { language, textsIn } from "../app/language.ts";
import { armLabel } from "./arm-label.ts";
import { evaluationsOf } from "./curves.ts";
import type { ArmProgress } from "./progress.ts";
import { trainTexts } from "./texts.ts";

/** The numbers of each model's training as they are now. */
export function Figures({ arms }: { readonly arms: readonly ArmProgress[] }): VNode {
  const texts = textsIn(trainTexts);
  return (
    <div class="figures">
      {arms.map((arm) => (
        <div key={arm.run}>
          {arms.length > 1 && <p class="arm-name">{armLabel(arm)}</p>}
          <dl class="summary">
            {Object.entries(figuresOf(arm)).map(([name, value]) => (
              <div key={name}>
                <dt>{texts.figures[name as keyof typeof texts.figures]}</dt>
                <dd data-figure={name}>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </div>
  );
}

function figuresOf({
  latest,
  events,
  threads,
  outcome,
}: ArmProgress): Partial<Record<keyof typeof trainTexts.en.figures, string>> {
  const start = events.find((event): event is StartEvent => event.event === "start");
  const dev = evaluationsOf(events).at(-1)?.dev;
  const number = (value: number, digits = 0) =>
    value.toLocaleString(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return {
    update: latest ? number(latest.update) : "–",
    epoch: latest && start ? `${latest.epoch} / ${start.epochs}` : "–",
    loss: latest ? number(latest.loss, 3) : "–",
    exact: dev ? `${number(100 - dev.sequence_error_rate, 1)} %` : "–",
    speed: latest ? number(latest.tokensPerSecond) : "–",
    left: latest && outcome === null ? duration(latest.secondsLeft, language.value) : "–",
    norm: latest ? number(latest.gradientNorm, 2) : "–",
    rate: latest ? latest.learningRate.toPrecision(2) : "–",
    parameters: start ? number(start.parameters) : "–",
    threads: number(threads),
  };
}
