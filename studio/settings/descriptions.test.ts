import { expect, test } from "vitest";
import { configurationJsonSchema } from "../../src/configuration/configuration.ts";
import { descriptions } from "./descriptions.ja.ts";
import { settingsOf } from "./setting-list.ts";

const settings = settingsOf(configurationJsonSchema());

test("every setting that the editor lists is described in Japanese, as its English text is now", () => {
  const without = settings.filter(({ description }) => !Object.hasOwn(descriptions, description));
  expect(without.map(({ path, description }) => `${path}: ${description}`)).toEqual([]);
});

test("no Japanese is of an English text that no setting has", () => {
  const english = settings.map(({ description }) => description);
  expect(Object.keys(descriptions).filter((text) => !english.includes(text))).toEqual([]);
});

test.each(settings)(
  "$path: Japanese sentences name the values and papers that the English does",
  (setting) => {
    const { description, choices } = setting;
    const japanese = descriptions[description];
    expect(japanese).toMatch(/[ぁ-ん].*。$/);
    const quoted = description.match(/"[^"]+"|\b\d{4}\b/g) ?? [];
    for (const name of [...quoted, ...choices.filter((choice) => description.includes(`${choice}: `))]) {
      expect(japanese).toContain(name);
    }
  },
);
