/** The parts of JSON Schema that configurations use. */
export interface OptionSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly OptionSchema[];
  readonly items?: OptionSchema;
  readonly prefixItems?: readonly OptionSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** An option and where it stands: `["training", "scheduledSampling", "rate"]`. */
interface Option {
  readonly path: readonly string[];
  readonly schema: OptionSchema;
}

const introduction = `# Configuration

All keys of a configuration file, in YAML or as an object in a program. Each is a flag of \`henkan train\` too:
\`--encoder.size 512\`. [The guide](guide.md#training) shows how they go together.

\`npm run schema\` writes this page and the editors' [JSON Schema](../configuration.schema.json) from the one definition
that checks configurations.
`;

/**
 * The options of a configuration as a page of Markdown: a table for each section. Sections with the same options share
 * one.
 * @param schema the JSON Schema of a configuration
 */
export function configurationPage({ properties = {} }: OptionSchema): string {
  const entries = Object.entries(properties);
  const isSection = ([, { properties }]: (typeof entries)[number]) => properties !== undefined;
  const alone = entries
    .filter((entry) => !isSection(entry))
    .map(([key, schema]) => ({ path: [key], schema }));
  const alike = new Map<string, (typeof entries)[number][]>();
  for (const entry of entries.filter(isSection)) {
    const options = JSON.stringify(entry[1].properties);
    alike.set(options, [...(alike.get(options) ?? []), entry]);
  }
  return [
    introduction,
    section("Outside the sections", [], alone),
    ...[...alike.values()].map(sharedSection),
  ].join("\n");
}

/** All options below a schema, those of nested sections in the place of the section. */
function optionsOf({ properties = {} }: OptionSchema, path: readonly string[] = []): Option[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const own = [...path, key];
    return schema.properties === undefined ? [{ path: own, schema }] : optionsOf(schema, own);
  });
}

function sharedSection(entries: readonly [string, OptionSchema][]): string {
  const title = entries.map(([key]) => `\`${key}\``).join(", ");
  const one = entries.length === 1;
  const about = entries.map(([key, { description }]) => (one ? description! : `\`${key}\`: ${description}`));
  return section(title, about, optionsOf(entries[0]![1]));
}

function section(title: string, about: readonly string[], options: readonly Option[]): string {
  const rows = options.map(({ path, schema }) => {
    const preset = schema.default === undefined ? "" : code(schema.default);
    return `| \`${path.join(".")}\` | ${valuesOf(schema)} | ${preset} | ${markdown(schema.description ?? "")} |`;
  });
  const table = ["| key | values | default | what it does |", "|---|---|---|---|", ...rows].join("\n");
  return [`## ${title}`, ...about.map(markdown), table].join("\n\n").concat("\n");
}

/** What a value may be, in words. */
function valuesOf(schema: OptionSchema): string {
  const { type, enum: names, anyOf, items, prefixItems, properties } = schema;
  if (names !== undefined) return names.map(code).join(", ");
  if (anyOf !== undefined) return anyOf.map(valuesOf).join(" or ");
  if (prefixItems !== undefined) return `\`[\`${prefixItems.map(valuesOf).join(", ")}\`]\``;
  if (items !== undefined) return `list of ${valuesOf(items)}`;
  if (properties !== undefined) return `\`{ ${Object.keys(properties).join(", ")} }\``;
  if (type === "boolean") return "`true`, `false`";
  if (type === "string") return "text";
  return [type, ...range(schema)].join(" ");
}

/** The bounds of a number: `["from 0", "to below 1"]`. */
function range({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: OptionSchema): string[] {
  const first = type === "integer" && exclusiveMinimum !== undefined ? exclusiveMinimum + 1 : minimum;
  return [
    ...(first === undefined ? [] : [`from ${first}`]),
    ...(first === undefined && exclusiveMinimum !== undefined ? [`above ${exclusiveMinimum}`] : []),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`to ${maximum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`to below ${exclusiveMaximum}`]),
  ];
}

function code(value: unknown): string {
  return `\`${value}\``;
}

/** Text as Markdown shows it in a table. */
function markdown(text: string): string {
  return text.replaceAll(/[|<*_]/g, "\\$&");
}
