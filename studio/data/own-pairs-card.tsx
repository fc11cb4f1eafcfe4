import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { language, textsIn } from "../app/language.ts";
import { Said } from "../problems/said.tsx";
import { type Words, wordsOf } from "../problems/words.ts";
import { answer, cancelReading, readFile, reading } from "./own-pairs.ts";
import type { ReadingProblem } from "./reading.ts";
import { ReadingChoices } from "./reading-choices.tsx";
import { ReadingResult } from "./reading-result.tsx";
import { dataTexts } from "./texts.ts";

/** Where a person gives pairs: a file that is dropped or chosen, or text that is pasted; and what was read. */
export function OwnPairsCard({ disabled }: { readonly disabled: boolean }): VNode {
  const texts = textsIn(dataTexts);
  const found = answer.value;
  return (
    <div class="own-pairs">
      <DropPlace disabled={disabled} />
      <PastePlace disabled={disabled} />
      <p class="note">{texts.privacy}</p>
      <ReadingChoices disabled={disabled} />
      <Progress />
      <div role="status">
        {found !== null && "problem" in found && (
          <p class="notice">
            <Said words={problemWords(found.problem)} />
          </p>
        )}
        {found !== null && "reading" in found && <ReadingResult name={found.name} reading={found.reading} />}
      </div>
    </div>
  );
}

function problemWords(problem: ReadingProblem): Words {
  if (problem.kind === "other") return wordsOf(problem.told, language.value);
  const say = textsIn(dataTexts).problems[problem.kind] as (problem: ReadingProblem) => string;
  return { text: say(problem), english: [] };
}

function DropPlace({ disabled }: { readonly disabled: boolean }): VNode {
  const texts = textsIn(dataTexts);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file && !disabled) readFile(file, file.name);
  };
  return (
    <label
      class={`drop-place${isOver ? " over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <span>{texts.drop}</span>
      <input
        type="file"
        aria-label={texts.file}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          currentTarget.value = ""; // so that the same file can be read anew
        }}
      />
    </label>
  );
}

function PastePlace({ disabled }: { readonly disabled: boolean }): VNode {
  const texts = textsIn(dataTexts);
  const [text, setText] = useState("");
  return (
    <div class="field">
      <label for="pasted-pairs">{texts.paste}</label>
      <textarea
        id="pasted-pairs"
        rows={4}
        spellcheck={false}
        value={text}
        disabled={disabled}
        aria-describedby="pasted-hint"
        placeholder={"it is cold today\t今日 は 寒い"}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <p class="note" id="pasted-hint">
        {texts.pasteHint}
      </p>
      <button
        type="button"
        disabled={disabled || text.trim() === ""}
        onClick={() => readFile(new Blob([text]), texts.pasted)}
      >
        {texts.usePasted}
      </button>
    </div>
  );
}

function Progress(): VNode | null {
  const texts = textsIn(dataTexts);
  if (reading.value === null) return null;
  const { name, share, pairs } = reading.value;
  return (
    <div class="reading-progress">
      <label for="reading-progress">{texts.reading(name)}</label>
      <progress id="reading-progress" max={1} value={share} />
      <span>{pairs.toLocaleString("en")}</span>
      <button type="button" onClick={cancelReading}>
        {texts.cancel}
      </button>
    </div>
  );
}
