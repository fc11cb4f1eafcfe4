import type { VNode } from "preact";
import { setParameters } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import type { RunSummary } from "../runs/run-keeper.ts";
import { tasks } from "../tasks/index.ts";
import { Figures } from "../train/figures.tsx";
import { LiveCurves } from "../train/live-curves.tsx";
import { activity, ask, begin, isBusy, progress } from "../train/training.ts";
import { type ExperimentPlan, experimentOrder, experimentTasks } from "./experiment-plan.ts";
import { experimentTexts } from "./texts.ts";

/** Whether the training that goes on is of this experiment. */
let isOurs = false;

/** Trains both models on short sentences, and puts them into the address when they are done. */
async function trainBoth(plan: ExperimentPlan): Promise<void> {
  if (isBusy()) return;
  isOurs = true;
  try {
    await begin(experimentOrder(plan, language.value));
  } finally {
    isOurs = false;
  }
  const outcomes = progress.value.arms.map(({ outcome }) => outcome);
  if (outcomes.length === 2 && outcomes.every((outcome) => outcome !== null && "reason" in outcome))
    setParameters({ runs: outcomes.map((outcome) => outcome!.run).join(",") });
}

/** Where the two models come from: they are trained here, or are runs that there are. */
export function ArmsCard({
  plan,
  runs,
}: {
  readonly plan: ExperimentPlan;
  readonly runs: readonly RunSummary[];
}): VNode {
  const texts = textsIn(experimentTexts);
  const isTraining = isBusy();
  const { arms } = progress.value;
  return (
    <section class="card" aria-labelledby="arms-title">
      <h2 id="arms-title">{texts.train}</h2>
      <PlanFields plan={plan} disabled={isTraining} />
      <p class="buttons">
        {isTraining && isOurs ? (
          <button
            type="button"
            aria-disabled={activity.value !== "running"}
            onClick={() => activity.value === "running" && ask("stop")}
          >
            {texts.stop}
          </button>
        ) : (
          <button type="button" class="main" disabled={isTraining} onClick={() => void trainBoth(plan)}>
            {texts.start}
          </button>
        )}
      </p>
      {isTraining && !isOurs && <p class="note">{texts.busy}</p>}
      {isTraining && isOurs && arms.length > 0 && (
        <>
          <Figures arms={arms} />
          <LiveCurves arms={arms} />
        </>
      )}
      <RunChoice plan={plan} runs={runs} disabled={isTraining} />
    </section>
  );
}

function PlanFields({
  plan,
  disabled,
}: {
  readonly plan: ExperimentPlan;
  readonly disabled: boolean;
}): VNode {
  const texts = textsIn(experimentTexts);
  const { lengths } = tasks[plan.task];
  const numbers = [
    ["upto", lengths!.shortest, lengths!.longest],
    ["pairs", 100, 200_000],
    ["seed", 0, 1_000_000],
  ] as const;
  return (
    <div class="fields">
      <div class="field">
        <label for="experiment-task">{texts.task}</label>
        <select
          id="experiment-task"
          value={plan.task}
          disabled={disabled}
          onChange={({ currentTarget }) =>
            setParameters({
              ...{ task: currentTarget.value, upto: undefined, pairs: undefined },
              ...{ runs: undefined, length: undefined },
            })
          }
        >
          {experimentTasks.map((name) => (
            <option key={name} value={name}>
              {tasks[name].title[language.value]}
            </option>
          ))}
        </select>
      </div>
      {numbers.map(([name, least, most]) => (
        <div class="field" key={name}>
          <label for={`experiment-${name}`}>{texts[name]}</label>
          <input
            id={`experiment-${name}`}
            type="number"
            min={least}
            max={most}
            step={1}
            value={plan[name]}
            disabled={disabled}
            onChange={({ currentTarget }) => setParameters({ [name]: currentTarget.value, runs: undefined })}
          />
        </div>
      ))}
    </div>
  );
}

interface RunChoiceProps {
  readonly plan: ExperimentPlan;
  readonly runs: readonly RunSummary[];
  readonly disabled: boolean;
}

function RunChoice({ plan, runs, disabled }: RunChoiceProps): VNode {
  const texts = textsIn(experimentTexts);
  const choose = (index: number, id: string) => {
    const chosen = [plan.runs[0] ?? "", plan.runs[1] ?? ""];
    chosen[index] = id;
    const task = runs.find((run) => run.id === id)?.task ?? plan.task;
    setParameters({ runs: chosen.join(",") || undefined, task });
  };
  return (
    <details>
      <summary>{texts.existing}</summary>
      {runs.length < 2 ? (
        <p class="note">{texts.noRuns}</p>
      ) : (
        <div class="fields">
          {[texts.first, texts.second].map((label, index) => (
            <div class="field" key={label}>
              <label for={`experiment-run-${index}`}>{label}</label>
              <select
                id={`experiment-run-${index}`}
                value={plan.runs[index] ?? ""}
                disabled={disabled}
                onChange={({ currentTarget }) => choose(index, currentTarget.value)}
              >
                <option value="">{texts.none}</option>
                {runs.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
          ))}
        </div>
      )}
    </details>
  );
}
