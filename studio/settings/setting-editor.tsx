import { useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { textsIn } from "../app/language.ts";
import { askForDescriptions, described } from "./descriptions.ts";
import { knownSettings } from "./known-settings.ts";
import { flatten, readValue, type Setting, showValue, valueAt, withValue } from "./setting-list.ts";
import type { SettingsProps } from "./settings-card.tsx";
import { settingTexts } from "./texts.ts";

/** Any key of the configuration by its name, with completion, its documentation, and what is changed so far. */
export function SettingEditor({ id, base, own, disabled, onChange }: SettingsProps): VNode {
  const texts = textsIn(settingTexts);
  const known = knownSettings.value;
  const [path, setPath] = useState("");
  const [text, setText] = useState("");
  const setting = known.find((one) => one.path === path);
  const changed = flatten(own);
  const submit = (event: Event) => {
    event.preventDefault();
    if (path === "" || /^\.|\.$|\.\./.test(path)) return;
    onChange(withValue(own, path, readValue(text, setting?.kind)));
    setPath("");
    setText("");
  };
  return (
    <>
      <form class="setting-editor" onSubmit={submit}>
        <div class="field">
          <label for={`${id}-key`}>{texts.key}</label>
          <input
            id={`${id}-key`}
            list={`${id}-keys`}
            autoComplete="off"
            spellcheck={false}
            value={path}
            disabled={disabled}
            aria-describedby={`${id}-about`}
            onInput={({ currentTarget }) => {
              const next = currentTarget.value.trim();
              setPath(next);
              const chosen = known.find((one) => one.path === next);
              setText(chosen?.kind === "boolean" ? "true" : showValue(chosen?.choices[0]));
            }}
          />
          <datalist id={`${id}-keys`}>
            {known.map((one) => (
              <option key={one.path} value={one.path} />
            ))}
          </datalist>
        </div>
        <ValueField id={`${id}-value`} setting={setting} text={text} disabled={disabled} onInput={setText} />
        <button type="submit" disabled={disabled || path === ""}>
          {texts.set}
        </button>
        <div id={`${id}-about`} class="note">
          {setting === undefined ? (
            texts.editorHint
          ) : (
            <About setting={setting} suited={valueAt(base, setting.path)} />
          )}
        </div>
      </form>
      <p class="changed-title">{changed.length === 0 ? texts.none : texts.changed}</p>
      <ul class="changed">
        {changed.map(([key, value]) => (
          <li key={key}>
            <code>
              {key}: {showValue(value)}
            </code>
            <button
              type="button"
              disabled={disabled}
              aria-label={texts.remove(key)}
              title={texts.remove(key)}
              onClick={() => onChange(withValue(own, key, undefined))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {changed.length > 1 && (
        <button type="button" disabled={disabled} onClick={() => onChange({})}>
          {texts.reset}
        </button>
      )}
    </>
  );
}

/** What a setting is for, and which value it has if it is left as it is. */
function About({ setting, suited }: { readonly setting: Setting; readonly suited: unknown }): VNode {
  const texts = textsIn(settingTexts);
  useSignalEffect(askForDescriptions);
  const description = described(setting.description);
  return (
    <>
      {description !== null && <span lang={description.lang}>{description.text}</span>}
      {setting.default !== undefined && ` ${texts.byDefault(showValue(setting.default))}`}
      {suited !== undefined && ` ${texts.suited(showValue(suited))}`}
    </>
  );
}

interface ValueFieldProps {
  readonly id: string;
  readonly setting: Setting | undefined;
  readonly text: string;
  readonly disabled: boolean;
  readonly onInput: (text: string) => void;
}

function ValueField({ id, setting, text, disabled, onInput }: ValueFieldProps): VNode {
  const texts = textsIn(settingTexts);
  const choices = setting?.kind === "boolean" ? ["true", "false"] : (setting?.choices ?? []);
  return (
    <div class="field">
      <label for={id}>{texts.value}</label>
      {choices.length > 0 ? (
        <select
          id={id}
          value={text || choices[0]}
          disabled={disabled}
          onChange={({ currentTarget }) => onInput(currentTarget.value)}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          autoComplete="off"
          spellcheck={false}
          value={text}
          disabled={disabled}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </div>
  );
}
