import type { VNode } from "preact";
import { linkTo } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import type { Activity } from "./progress.ts";
import { trainTexts } from "./texts.ts";
import { activity, ask, isBusy, progress } from "./training.ts";

/** Start, pause, one step, resume, stop. */
export function Controls({
  isResuming,
  onStart,
}: {
  readonly isResuming: boolean;
  /** @param held whether it waits after its first update */
  readonly onStart: (held: boolean) => void;
}): VNode {
  const texts = textsIn(trainTexts);
  const now = activity.value;
  const isHeld = now === "held" || now === "holding";
  // One button for all of it, so that it keeps the focus.
  const label = isHeld ? texts.run : isBusy() ? texts.hold : isResuming ? texts.goOn : texts.start;
  // Not `disabled`, which would take the focus away.
  const isWaiting = now === "opening" || now === "stopping";
  const press = () => {
    if (isWaiting) return;
    if (isBusy()) ask(isHeld ? "run" : "hold");
    else onStart(false);
  };
  return (
    <section class="controls card" aria-labelledby="controls-title">
      <h2 id="controls-title" class="unseen">
        {texts.controls}
      </h2>
      <div class="buttons">
        <button type="button" class="main" aria-disabled={isWaiting} onClick={press}>
          {label}
        </button>
        <button
          type="button"
          aria-disabled={isWaiting}
          onClick={() => !isWaiting && (isBusy() ? ask("step") : onStart(true))}
        >
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
