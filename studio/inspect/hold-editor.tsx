import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { textsIn } from "../app/language.ts";
import type { OpenedModel } from "../worker/inspection.ts";
import type { PageEdit } from "./page-edit.ts";
import { inspectTexts } from "./texts.ts";

export interface HoldEditorProps {
  readonly facts: OpenedModel;
  readonly step: number;
  readonly onAdd: (edit: PageEdit) => void;
}

/** Far enough: continuations may be longer than the output. */
const toTheEnd = 999;

/** Holds a state of the decoder, or one unit of it, at a value. */
export function HoldEditor({ facts, step, onAdd }: HoldEditorProps): VNode {
  const texts = textsIn(inspectTexts);
  const [state, setState] = useState(0);
  const [unit, setUnit] = useState("");
  const [value, setValue] = useState("0");
  const [goesOn, setGoesOn] = useState(false);
  const hold = () => {
    const [number, index] = [Number(value), Number.parseInt(unit, 10) - 1];
    if (!Number.isFinite(number)) return;
    const until = goesOn ? toTheEnd : step;
    onAdd({ kind: "clamp", step, until, state, ...(index >= 0 && { unit: index }), value: number });
  };
  return (
    <form
      class="hold-editor"
      onSubmit={(event) => {
        event.preventDefault();
        hold();
      }}
    >
      <fieldset>
        <legend>{texts.hold}</legend>
        <label>
          {texts.state}
          <select value={state} onChange={({ currentTarget }) => setState(Number(currentTarget.value))}>
            {facts.states.map(({ name, layer }, index) => (
              <option key={`${name} ${layer}`} value={index}>
                {texts.stateName(name, layer)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.unit}
          <input
            type="number"
            min={1}
            max={facts.states[state]?.size ?? 999}
            placeholder={texts.allUnits}
            value={unit}
            onInput={({ currentTarget }) => setUnit(currentTarget.value)}
          />
        </label>
        <label>
          {texts.value}
          <input
            type="number"
            step="any"
            value={value}
            onInput={({ currentTarget }) => setValue(currentTarget.value)}
          />
        </label>
        <label>
          {texts.until}
          <select
            value={String(goesOn)}
            onChange={({ currentTarget }) => setGoesOn(currentTarget.value === "true")}
          >
            <option value="false">{texts.thisStep}</option>
            <option value="true">{texts.toTheEnd}</option>
          </select>
        </label>
        <button type="submit">{texts.holdButton}</button>
      </fieldset>
    </form>
  );
}
