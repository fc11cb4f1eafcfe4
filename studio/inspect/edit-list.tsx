import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";
import type { OpenedModel } from "../worker/inspection.ts";
import type { PageEdit } from "./page-edit.ts";
import { stepAt } from "./reading-order.ts";
import { inspectTexts } from "./texts.ts";

export interface EditListProps {
  readonly facts: OpenedModel;
  /** Of the output, `</s>` counted. */
  readonly length: number;
  readonly edits: readonly PageEdit[];
  readonly onEdit: (edits: readonly PageEdit[]) => void;
}

/** The changes in words, each to be taken back. */
export function EditList({ facts, length, edits, onEdit }: EditListProps): VNode | null {
  const texts = textsIn(inspectTexts);
  if (edits.length === 0) return null;
  const states = facts.states.map(({ name, layer }) => texts.stateName(name, layer));
  return (
    <div class="edit-list">
      <h3>{texts.changes}</h3>
      <ul>
        {edits.map((edit, index) => {
          const place = edit.step < length ? stepAt(edit.step, length, facts.reversed) : edit.step;
          const words = texts.edit({ ...edit, step: place }, states);
          return (
            <li key={words}>
              {words}
              <button
                type="button"
                aria-label={texts.remove(words)}
                onClick={() => onEdit(edits.filter((_, other) => other !== index))}
              >
                ×
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" onClick={() => onEdit([])}>
        {texts.clear}
      </button>
    </div>
  );
}
