import type { VNode } from "preact";
import { address, isHidden } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { useAnswer } from "../inspect/use-answer.ts";
import { isBusy, progress } from "../train/training.ts";
import { call } from "../worker/calls.ts";
import { ArmsCard } from "./arms-card.tsx";
import { experimentOf, experimentTasks } from "./experiment-plan.ts";
import { FigureCard } from "./figure-card.tsx";
import { SentenceCard } from "./sentence-card.tsx";
import { experimentTexts } from "./texts.ts";

/** The long-sentence experiment: where a fixed vector fails, and where attention does. */
export function ExperimentView(): VNode {
  const texts = textsIn(experimentTexts);
  const plan = experimentOf(address.value.parameters);
  const list = useAnswer(`runs ${isBusy()} ${plan.runs}`, () => call("runs.list", {}));
  const usable = (list.value?.runs ?? []).filter(
    ({ task, state, configuration }) =>
      state !== "damaged" && configuration !== null && experimentTasks.some((name) => name === task),
  );
  const chosen = plan.runs.flatMap((id) => usable.find((run) => run.id === id) ?? []);
  const isSameTask = chosen.every(({ task }) => task === plan.task);
  const wereTrainedHere = progress.value.arms.map(({ run }) => run).join() === plan.runs.join();
  return (
    <div class="experiment">
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      {!isHidden("arms") && <ArmsCard plan={plan} runs={usable} />}
      {chosen.length === 2 && isSameTask ? (
        <>
          {!isHidden("figure") && (
            <FigureCard plan={plan} runs={chosen} upto={wereTrainedHere ? plan.upto : null} />
          )}
          {!isHidden("sentence") && <SentenceCard plan={plan} runs={chosen} />}
        </>
      ) : (
        <p class="note">{chosen.length === 2 ? texts.different : texts.notYet}</p>
      )}
    </div>
  );
}
