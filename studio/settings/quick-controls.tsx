import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";
import { knownSettings } from "./known-settings.ts";
import { readValue, type Setting, showValue, valueAt, withValue } from "./setting-list.ts";
import type { SettingsProps } from "./settings-card.tsx";
import { settingTexts } from "./texts.ts";

/** The settings that a person changes most: each may stand for several keys, which then have the same value. */
const quick = [
  { name: "context", paths: ["context.kind"] },
  { name: "score", paths: ["context.score"] },
  { name: "cell", paths: ["encoder.cell", "decoder.cell"] },
  { name: "size", paths: ["encoder.size", "decoder.size"] },
  { name: "dropout", paths: ["encoder.dropout", "decoder.dropout"] },
  { name: "learningRate", paths: ["training.learningRate"] },
  { name: "epochs", paths: ["training.epochs"] },
] as const;

export function QuickControls({ id, base, own, disabled, onChange }: SettingsProps): VNode {
  const known = knownSettings.value;
  const current = (path: string) =>
    valueAt(own, path) ?? valueAt(base, path) ?? known.find((one) => one.path === path)?.default;
  return (
    <div class="quick">
      {quick.map(({ name, paths }) => {
        const setting = known.find(({ path }) => path === paths[0]);
        const values = paths.map(current);
        if (setting === undefined) return null;
        if (name === "score" && current("context.kind") !== "attention") return null;
        return (
          <QuickControl
            key={name}
            id={`${id}-${name}`}
            name={name}
            setting={setting}
            value={values.every((value) => value === values[0]) ? values[0] : undefined}
            isMixed={values.some((value) => value !== values[0])}
            disabled={disabled}
            onChange={(text) => {
              const value = text === "" ? undefined : readValue(text, setting.kind);
              onChange(paths.reduce((all, path) => withValue(all, path, value), own));
            }}
          />
        );
      })}
    </div>
  );
}

interface QuickControlProps {
  readonly id: string;
  readonly name: (typeof quick)[number]["name"];
  readonly setting: Setting;
  readonly value: unknown;
  readonly isMixed: boolean;
  readonly disabled: boolean;
  readonly onChange: (text: string) => void;
}

function QuickControl({ id, name, setting, value, isMixed, disabled, onChange }: QuickControlProps): VNode {
  const texts = textsIn(settingTexts);
  const change = ({ currentTarget }: { readonly currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    onChange(currentTarget.value);
  const labels: Readonly<Record<string, string>> = texts.contexts;
  return (
    <div class="field">
      <label for={id}>{texts[name]}</label>
      {setting.kind === "choice" ? (
        <select id={id} value={showValue(value)} disabled={disabled} onChange={change}>
          {isMixed && <option value="">{texts.mixed}</option>}
          {setting.choices.map((choice) => (
            <option key={choice} value={choice}>
              {labels[choice] ?? choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type="text"
          inputMode="decimal"
          value={showValue(value)}
          placeholder={isMixed ? texts.mixed : value === undefined ? texts.automatic : undefined}
          disabled={disabled}
          onChange={change}
        />
      )}
    </div>
  );
}
