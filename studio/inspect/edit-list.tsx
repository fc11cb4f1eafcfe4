import type { VNode } from "preact";
import { visibleToken } from "../../src/report/attention-labels.ts";
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
          const words = texts.edit(shown(edit, place), states);
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

/** The change as it is told: by the word's place, its text visible. */
function shown(edit: PageEdit, step: number): PageEdit {
  return "text" in edit ? { ...edit, step, text: visibleToken(edit.text) } : { ...edit, step };
}
