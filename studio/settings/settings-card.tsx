import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import type { Problem } from "../../src/problems.ts";
import { language, textsIn } from "../app/language.ts";
import { tell } from "../app/problems.tsx";
import { Said } from "../problems/said.tsx";
import { toldAs } from "../problems/told.ts";
import { wordsOf } from "../problems/words.ts";
import { call } from "../worker/calls.ts";
import { askForSettings } from "./known-settings.ts";
import { QuickControls } from "./quick-controls.tsx";
import { SettingEditor } from "./setting-editor.tsx";
import { settingTexts } from "./texts.ts";

export interface SettingsProps {
  /** Tells the controls of two models apart. */
  readonly id: string;
  /** What suits the data. */
  readonly base: ConfigurationInput;
  /** What the person has changed. */
  readonly own: ConfigurationInput;
  readonly disabled: boolean;
  readonly onChange: (own: ConfigurationInput) => void;
}

/** The settings of a model: the common ones as controls, all of them by name, and what is wrong with them. */
export function SettingsCard(props: SettingsProps): VNode {
  const { id, base, own } = props;
  const texts = textsIn(settingTexts);
  const problems = useProblems(base, own);
  useEffect(askForSettings, []);
  return (
    <div class="settings">
      <QuickControls {...props} />
      <details>
        <summary>{texts.editor}</summary>
        <SettingEditor {...props} />
      </details>
      <div role="status" aria-labelledby={problems.length > 0 ? `${id}-problems` : undefined}>
        {problems.length > 0 && (
          <>
            <p id={`${id}-problems`} class="problems-title">
              {texts.problems}
            </p>
            <ul class="setting-problems">
              {problems.map((problem) => (
                <li key={problem.text}>
                  <Said words={wordsOf(toldAs(problem), language.value)} />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

/** What the worker finds wrong with the settings. */
function useProblems(base: ConfigurationInput, own: ConfigurationInput): readonly Problem[] {
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const question = JSON.stringify({ base, own });
  useEffect(() => {
    let isLast = true;
    call("settings.check", JSON.parse(question)).then((found) => {
      if (isLast) setProblems(found);
    }, tell);
    return () => {
      isLast = false;
    };
  }, [question]);
  return problems;
}
