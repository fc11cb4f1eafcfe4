import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { configurationJsonSchema } from "../src/configuration/configuration.ts";
import { configurationPage, type OptionSchema } from "./configuration-page.ts";

const schema = configurationJsonSchema() as OptionSchema;

/** The paths of all options and sections that have no description. */
function undescribed({ properties = {} }: OptionSchema, path = ""): string[] {
  return Object.entries(properties).flatMap(([key, option]) => [
    ...((option.description ?? "") === "" ? [path + key] : []),
    ...undescribed(option, `${path}${key}.`),
  ]);
}

describe("docs/configuration.md", () => {
  it("is what `npm run schema` writes", async () => {
    const file = await readFile(new URL("../docs/configuration.md", import.meta.url), "utf8");
    expect(file).toBe(configurationPage(schema));
  });

  it("describes every option", () => {
    expect(undescribed(schema)).toEqual([]);
    expect(undescribed({ properties: { a: { properties: { b: {} } } } })).toEqual(["a", "a.b"]);
  });
});

describe("configurationPage", () => {
  const row = (option: OptionSchema) =>
    configurationPage({ properties: { key: option } })
      .trimEnd()
      .split("\n")
      .at(-1);

  it.each<[OptionSchema, string]>([
    [{ type: "string", description: "A <name> | two_words." }, "text |  | A \\<name> \\| two\\_words."],
    [{ enum: ["a", "b"], default: "a" }, "`a`, `b` | `a` | "],
    [{ type: "boolean", default: false }, "`true`, `false` | `false` | "],
    [{ type: "integer", exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER }, "integer from 1 |  | "],
    [{ type: "integer", exclusiveMinimum: 0, maximum: 16, default: 1 }, "integer from 1 to 16 | `1` | "],
    [{ type: "number", exclusiveMinimum: 0 }, "number above 0 |  | "],
    [{ type: "number", minimum: 0, exclusiveMaximum: 1 }, "number from 0 to below 1 |  | "],
    [{ type: "array", items: { type: "string" } }, "list of text |  | "],
    [{ type: "array", prefixItems: [{ type: "string" }, { type: "number" }] }, "`[`text, number`]` |  | "],
    [
      { anyOf: [{ type: "string" }, { properties: { source: {}, target: {} } }] },
      "text or `{ source, target }` |  | ",
    ],
  ])("tells what %j is", (option, cells) => {
    expect(row(option)).toBe(`| \`key\` | ${cells} |`);
  });

  it("has a table for each section, one for sections that are alike, and nested keys with their path", () => {
    const properties = { size: { type: "number", description: "How large." } };
    const page = configurationPage({
      properties: {
        left: { description: "One side.", properties },
        out: { type: "string", description: "Where to." },
        other: { description: "Another.", properties: { inner: { properties } } },
        right: { description: "The other side.", properties },
      },
    });
    const head = "| key | values | default | what it does |\n|---|---|---|---|";
    expect(page.slice(page.indexOf("## "))).toBe(
      [
        "## Outside the sections",
        `${head}\n| \`out\` | text |  | Where to. |`,
        "## `left`, `right`",
        "`left`: One side.",
        "`right`: The other side.",
        `${head}\n| \`size\` | number |  | How large. |`,
        "## `other`",
        "Another.",
        `${head}\n| \`inner.size\` | number |  | How large. |\n`,
      ].join("\n\n"),
    );
  });
});
