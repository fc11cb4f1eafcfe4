import type { VNode } from "preact";
import { type CleaningOptions, cleaningActions } from "../../src/data/cleaning.ts";
import { fileFormatNames } from "../../src/data/formats/index.ts";
import { textsIn } from "../app/language.ts";
import { readingWish, wishReading } from "./own-pairs.ts";
import type { ReadingOptions } from "./reading.ts";
import { dataTexts } from "./texts.ts";

const numbers = ["minimumCharacters", "maximumCharacters", "maximumRatio"] as const;

/** There are no files of dev and test pairs in the page. */
const rules = (Object.keys(cleaningActions) as (keyof typeof cleaningActions)[]).filter(
  (rule) => rule !== "overlap",
);

/** How a file is read, cleaned and split. */
export function ReadingChoices({ disabled }: { readonly disabled: boolean }): VNode {
  const texts = textsIn(dataTexts);
  const wish = readingWish.value;
  const clean = (changes: Partial<CleaningOptions>) => wishReading({ clean: { ...wish.clean, ...changes } });
  return (
    <details>
      <summary>{texts.how}</summary>
      <div class="reading-choices">
        <Choice
          id="reading-format"
          label={texts.format}
          value={wish.format ?? ""}
          options={[["", texts.byName], ...fileFormatNames.map((name) => [name, name] as const)]}
          disabled={disabled}
          onChange={(name) =>
            wishReading({ format: (name || undefined) as ReadingOptions["format"] | undefined })
          }
        />
        <Choice
          id="reading-header"
          label={texts.header}
          value={wish.header === undefined ? "auto" : wish.header ? "yes" : "no"}
          options={(["auto", "yes", "no"] as const).map((name) => [name, texts.headers[name]] as const)}
          disabled={disabled}
          onChange={(name) => wishReading({ header: name === "auto" ? undefined : name === "yes" })}
        />
        <NumberField
          id="reading-hold-out"
          label={texts.holdOut}
          value={100 * wish.holdOut}
          disabled={disabled}
          onChange={(percent) => {
            if (percent !== undefined && percent > 0 && percent < 100)
              wishReading({ holdOut: percent / 100 });
          }}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={wish.swapped}
            disabled={disabled}
            onChange={({ currentTarget }) => wishReading({ swapped: currentTarget.checked })}
          />
          {texts.swapped}
        </label>
        <fieldset>
          <legend>{texts.cleaning}</legend>
          {rules.map((rule) => (
            <Choice
              key={rule}
              id={`clean-${rule}`}
              label={texts.rules[rule]}
              value={wish.clean[rule]}
              options={cleaningActions[rule].map((action) => [action, texts.actions[action]!] as const)}
              disabled={disabled}
              onChange={(action) => clean({ [rule]: action })}
            />
          ))}
          {numbers.map((rule) => (
            <NumberField
              key={rule}
              id={`clean-${rule}`}
              label={texts.rules[rule]}
              value={wish.clean[rule]}
              disabled={disabled}
              onChange={(value) => clean({ [rule]: value !== undefined && value >= 1 ? value : undefined })}
            />
          ))}
        </fieldset>
      </div>
    </details>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

function Choice({ id, label, value, options, disabled, onChange }: ChoiceProps): VNode {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface NumberFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: number | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: number | undefined) => void;
}

function NumberField({ id, label, value, disabled, onChange }: NumberFieldProps): VNode {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={1}
        step="any"
        value={value ?? ""}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value === "" ? undefined : currentTarget.valueAsNumber);
        }}
      />
    </div>
  );
}
