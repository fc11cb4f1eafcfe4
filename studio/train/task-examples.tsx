import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { RandomStream } from "../../src/random.ts";
import { textsIn } from "../app/language.ts";
import { LineText } from "../app/line-text.tsx";
import { type TaskName, tasks } from "../tasks/index.ts";
import { trainTexts } from "./texts.ts";

/** A few pairs of a task, so that one sees what is learnt. */
export function TaskExamples({ task, seed }: { readonly task: TaskName; readonly seed: number }): VNode {
  const pairs = useMemo(() => {
    const random = new RandomStream(seed, `examples of ${task}`);
    return Array.from({ length: 3 }, () => tasks[task].draw(random));
  }, [task, seed]);
  return (
    <ul class="examples-of-task" aria-label={textsIn(trainTexts).examples}>
      {pairs.map(({ source, target }, n) => (
        <li key={n}>
          <LineText text={source} /> <span aria-hidden="true">→</span> <LineText text={target} />
        </li>
      ))}
    </ul>
  );
}
