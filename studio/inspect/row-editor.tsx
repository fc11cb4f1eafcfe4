import type { VNode } from "preact";
import { movedRow, withWeight } from "../../src/inspection/attention-row.ts";
import { visibleToken } from "../../src/report/attention-labels.ts";
import { textsIn } from "../app/language.ts";
import { percentText } from "./numbers.ts";
import type { PageEdit } from "./page-edit.ts";
import { inspectTexts } from "./texts.ts";
import { withEdit } from "./use-edits.ts";

export interface RowEditorProps {
  /** The output's word whose attention it is, and the source's words. */
  readonly word: string;
  readonly columns: readonly string[];
  /** What the model itself looked at. */
  readonly computed: readonly number[];
  /** How many attentions share the row when it is changed. */
  readonly heads: number;
  readonly step: number;
  readonly edits: readonly PageEdit[];
  readonly onEdit: (edits: readonly PageEdit[]) => void;
}

/** One row of attention as sliders: one weight is set, the others share what is left; or the whole row moves. */
export function RowEditor({ word, columns, computed, heads, step, edits, onEdit }: RowEditorProps): VNode {
  const texts = textsIn(inspectTexts);
  const edit = edits.find((one) => one.kind === "attention" && one.step === step);
  const row = edit?.kind === "attention" && edit.weights.length === columns.length ? edit.weights : computed;
  const set = (weights: readonly number[]) => onEdit(withEdit(edits, { kind: "attention", step, weights }));
  return (
    <fieldset class="row-editor">
      <legend>{texts.row(visibleToken(word))}</legend>
      <div class="weights">
        {columns.map((column, s) => (
          <label key={s}>
            <span class="column">{visibleToken(column)}</span>
            <input
              type="range"
              min={0}
              max={100}
              step={1}
              value={Math.round(100 * row[s]!)}
              aria-label={texts.weightOf(visibleToken(column))}
              onInput={({ currentTarget }) => set(withWeight(row, s, Number(currentTarget.value) / 100))}
            />
            <output>{percentText(row[s]!)}</output>
          </label>
        ))}
      </div>
      {heads > 1 && <p class="note">{texts.allHeads(heads)}</p>}
      <p class="buttons">
        <button type="button" onClick={() => set(movedRow(row, -1))}>
          {texts.moveLeft}
        </button>
        <button type="button" onClick={() => set(movedRow(row, 1))}>
          {texts.moveRight}
        </button>
      </p>
    </fieldset>
  );
}
