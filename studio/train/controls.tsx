import type { VNode } from "preact";
import { linkTo } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { trainTexts } from "./texts.ts";
import { type Activity, activity, ask, isBusy, progress } from "./training.ts";

/** Start, pause, one step, resume, stop. */
export function Controls({
  isResuming,
  onStart,
}: {
  readonly isResuming: boolean;
  readonly onStart: () => void;
}): VNode {
  const texts = textsIn(trainTexts);
  const now = activity.value;
  const isHeld = now === "held" || now === "holding";
  return (
    <section class="controls card" aria-labelledby="controls-title">
      <h2 id="controls-title" class="unseen">
        {texts.controls}
      </h2>
      <div class="buttons">
        {!isBusy() && (
          <button type="button" class="main" onClick={onStart}>
            {isResuming ? texts.goOn : texts.start}
          </button>
        )}
        {isBusy() && !isHeld && (
          <button type="button" class="main" disabled={now !== "running"} onClick={() => ask("hold")}>
            {texts.hold}
          </button>
        )}
        {isHeld && (
          <button type="button" class="main" onClick={() => ask("run")}>
            {texts.run}
          </button>
        )}
        <button type="button" disabled={now !== "running" && !isHeld} onClick={() => ask("step")}>
          {texts.step}
        </button>
        <button type="button" disabled={now !== "running" && !isHeld} onClick={() => ask("stop")}>
          {texts.stop}
        </button>
      </div>
      <p role="status">{texts.activity[endOf(now)]}</p>
      <Afterwards />
    </section>
  );
}

/** Where one can go with what is trained. */
function Afterwards(): VNode | null {
  const texts = textsIn(trainTexts);
  const runs = progress.value.arms.map(({ run }) => run);
  if (activity.value !== "over" || runs.length === 0) return null;
  const [run, other] = runs;
  return (
    <p class="buttons">
      <a class="button" href={linkTo("inspect", { run: run!, ...(other !== undefined && { with: other }) })}>
        {texts.inside}
      </a>
      <a class="button" href={linkTo("runs")}>
        {texts.keep}
      </a>
      <a class="button" href={linkTo("train")}>
        {texts.fresh}
      </a>
    </p>
  );
}

function endOf(now: Activity): keyof typeof trainTexts.en.activity {
  const outcomes = progress.value.arms.map(({ outcome }) => outcome);
  if (now !== "over") return now;
  if (outcomes.some((outcome) => outcome !== null && "failure" in outcome)) return "failed";
  return outcomes.some(
    (outcome) => outcome !== null && "reason" in outcome && outcome.reason === "interrupted",
  )
    ? "stopped"
    : "over";
}
