import { escapeMarkup } from "../report/escape.ts";
import { type JsonSchema, referred } from "./openapi-document.ts";

/** A table of an object's properties, those of objects within it below them, indented. */
export function propertyTable(schema: JsonSchema): string {
  const rows = propertyRows(schema, "");
  return rows.length === 0 ? "" : `<table class="fields"><tbody>${rows.join("")}</tbody></table>`;
}

function propertyRows(schema: JsonSchema, prefix: string): string[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    const own = propertyRow(name, property, required.includes(key));
    const { schema: inner, suffix } = innerObject(property);
    return inner === undefined ? [own] : [own, ...propertyRows(inner, `${name}${suffix}.`)];
  });
}

function propertyRow(name: string, schema: JsonSchema, required: boolean): string {
  const type = typeWords(schema);
  const extras = [
    ...(required ? ["required"] : []),
    ...(schema.default === undefined ? [] : [`default ${code(schema.default)}`]),
  ];
  const facts = [type, ...extras].join(", ");
  const text = schema.description === undefined ? "" : `<p>${inlineCode(schema.description)}</p>`;
  return `<tr><th scope="row"><code>${escapeMarkup(name)}</code></th><td><p class="type">${facts}</p>${text}</td></tr>`;
}

/** The object that a property is, or whose list it is, if it is written in place. */
function innerObject(schema: JsonSchema): { schema?: JsonSchema; suffix: string } {
  if (schema.properties) return { schema, suffix: "" };
  if (schema.items?.properties) return { schema: schema.items, suffix: "[]" };
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const found = choices.map(innerObject).find((choice) => choice.schema !== undefined);
  return found ?? { suffix: "" };
}

/** What values a schema allows, in words with markup. */
export function typeWords(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const name = referred(schema.$ref);
    return `<a href="#schema-${escapeMarkup(name)}">${escapeMarkup(name)}</a>`;
  }
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(" or ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeWords).join(" or ");
  if (schema.allOf) return schema.allOf.map(typeWords).join(" and ");
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.map((type) => oneType(type, schema)).join(" or ") || "any value";
}

const plain: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  null: "null",
  object: "object",
};

function oneType(type: string, schema: JsonSchema): string {
  if (type === "array") {
    const { items, minItems, maxItems } = schema;
    return `list of ${items ? typeWords(items) : "any values"}${bounds(minItems, maxItems, " items")}`;
  }
  const word = plain[type] ?? escapeMarkup(type);
  if (type === "string") return `${word}${bounds(schema.minLength, schema.maxLength, " characters")}`;
  if (type === "integer" || type === "number") {
    const { minimum, maximum, exclusiveMinimum } = schema;
    const above = exclusiveMinimum === undefined ? "" : ` above ${exclusiveMinimum}`;
    return `${word}${above}${bounds(known(minimum), known(maximum), "")}`;
  }
  return word;
}

/** Bounds that only say that a number is one of JavaScript's are left out. */
function known(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function bounds(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}${unit}`;
  if (least !== undefined) return ` of ${least}${unit} or more`;
  return most === undefined ? "" : ` of up to ${most}${unit}`;
}

function code(value: unknown): string {
  return `<code>${escapeMarkup(JSON.stringify(value))}</code>`;
}

/** Escapes a text and sets what is between backquotes as code. */
export function inlineCode(text: string): string {
  return escapeMarkup(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}
