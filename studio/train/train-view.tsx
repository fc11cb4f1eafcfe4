import { useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { address, isHidden, setParameters } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import { tell } from "../app/problems.tsx";
import { ownData } from "../data/own-pairs.ts";
import { Said } from "../problems/said.tsx";
import { noticeWords } from "../runs/notice.ts";
import { Controls } from "./controls.tsx";
import { DataChoice } from "./data-choice.tsx";
import { Figures } from "./figures.tsx";
import { LiveCurves } from "./live-curves.tsx";
import { LiveTranslations } from "./live-translations.tsx";
import { ModelChoice } from "./model-choice.tsx";
import { originOf } from "./origins.ts";
import { OwnSentence } from "./own-sentence.tsx";
import { orderOf, planOf, sentencesOf } from "./plan.ts";
import { StoppedRuns } from "./stopped-runs.tsx";
import { trainTexts } from "./texts.ts";
import { begin, isBusy, progress, returnToTraining, watchSentences } from "./training.ts";
import { Transfers } from "./transfers.tsx";

/** Where models are trained: what is learnt and by which model on one side, how it goes on the other. */
export function TrainView(): VNode {
  const texts = textsIn(trainTexts);
  const plan = planOf(address.value.parameters);
  const { arms, notice } = progress.value;
  useSignalEffect(() => watchSentences(sentencesOf(planOf(address.value.parameters))));
  useEffect(() => {
    if (isBusy() && address.peek().parameters.get("runs") === null) returnToTraining();
  }, []);
  const isResuming = plan.runs.length > 0;
  const start = (held: boolean) => {
    const order = orderOf(plan, language.value, { pairs: ownData.value, origin: originOf(plan) });
    if (order === null) tell(new Error(texts.noPairs));
    else {
      if (!isResuming) setParameters({ task: plan.data });
      void begin({ ...order, held });
    }
  };
  const isShown =
    arms.length > 0 && (isBusy() || !isResuming || arms.some(({ run }) => plan.runs.includes(run)));
  // Runs that were begun elsewhere have settings of their own.
  const isOfPlan = !isResuming || address.value.parameters.has("task");
  const hasSetup = isOfPlan && (!isHidden("data") || !isHidden("model"));
  return (
    <>
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <div class={hasSetup ? "training" : "training wide"}>
        {hasSetup && (
          <div class="setup">
            {!isHidden("data") && <DataChoice plan={plan} disabled={isBusy()} />}
            {!isHidden("model") && <ModelChoice plan={plan} disabled={isBusy()} />}
          </div>
        )}
        <div class="live">
          {!isHidden("controls") && <Controls isResuming={isResuming} onStart={start} />}
          {!isShown && !isResuming && <p class="note before">{texts.before}</p>}
          {isResuming && !isBusy() && !isShown && <StoppedRuns ids={plan.runs} />}
          {notice !== null && (
            <p class="notice">
              <Said words={noticeWords(notice, language.value)} />
            </p>
          )}
          {isShown && <Transfers arms={arms} />}
          {isShown && <Figures arms={arms} />}
          {isShown && !isHidden("curves") && <LiveCurves arms={arms} />}
          {!isHidden("sentence") && <OwnSentence sentence={plan.sentence} />}
          {isShown && <LiveTranslations arms={arms} />}
        </div>
      </div>
    </>
  );
}
