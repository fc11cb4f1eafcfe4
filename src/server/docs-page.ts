import { escapeMarkup } from "../report/escape.ts";
import { renderPage } from "../report/page.ts";
import {
  type Content,
  type JsonSchema,
  type NamedOperation,
  type OpenApiDocument,
  operationsOf,
} from "./openapi-document.ts";
import { inlineCode, propertyTable, typeWords } from "./schema-table.ts";

/**
 * The page of `/docs`: an OpenAPI document for people, one HTML file without script and without requests.
 * @param address what the examples call, such as "http://127.0.0.1:8000"
 */
export function renderDocs(document: OpenApiDocument, address: string): string {
  const { info } = document;
  const operations = operationsOf(document);
  const schemas = Object.entries(document.components?.schemas ?? {});
  const lead = info.description === undefined ? "" : `<p class="lead">${inlineCode(info.description)}</p>`;
  return renderPage({
    title: `${info.title}: API`,
    language: "en",
    moreStyle: docsStyle,
    sections: [
      `<h1>${escapeMarkup(info.title)}</h1>${lead}`,
      `<p class="note">Version ${escapeMarkup(info.version)} · <a href="openapi.json">openapi.json</a> (OpenAPI 3.1)</p>`,
      `<nav aria-label="Operations"><table class="operations">${operations.map(operationRow).join("")}</table></nav>`,
      ...operations.map((operation) => operationSection(operation, address)),
      schemas.length === 0 ? "" : `<h2 id="schemas">Schemas</h2>`,
      ...schemas.map(([name, schema]) => schemaSection(name, schema)),
    ],
  });
}

function anchor({ method, path }: NamedOperation): string {
  return `${method}${path}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
}

function operationRow(operation: NamedOperation): string {
  const { method, path, summary = "" } = operation;
  const link = `<a href="#${anchor(operation)}"><code>${method} ${escapeMarkup(path)}</code></a>`;
  return `<tr><th scope="row">${link}</th><td>${inlineCode(summary)}</td></tr>`;
}

function operationSection(operation: NamedOperation, address: string): string {
  const { method, path, summary, description, parameters = [], requestBody, responses } = operation;
  const paragraphs = [...new Set([summary, description])].filter((text) => text !== undefined && text !== "");
  const fields = parameters.map(
    ({ name, in: place, required = false, description: text = "", schema = {} }) =>
      `<tr><th scope="row"><code>${escapeMarkup(name)}</code></th><td><p class="type">${typeWords(schema)}, in the ${escapeMarkup(place)}${required ? ", required" : ""}</p><p>${inlineCode(text)}</p></td></tr>`,
  );
  return [
    `<section class="operation" id="${anchor(operation)}" aria-labelledby="${anchor(operation)}-title">`,
    `<h2 id="${anchor(operation)}-title"><span class="method">${method}</span> <code>${escapeMarkup(path)}</code></h2>`,
    ...paragraphs.map((text) => `<p>${inlineCode(text!)}</p>`),
    fields.length === 0 ? "" : `<h3>Parameters</h3><table class="fields">${fields.join("")}</table>`,
    requestBody === undefined ? "" : `<h3>Request</h3>${contents(requestBody.content)}`,
    `<pre><code>${escapeMarkup(curl(operation, address))}</code></pre>`,
    "<h3>Answers</h3>",
    `<table class="fields">${Object.entries(responses)
      .map(
        ([status, { description: text, content = {} }]) =>
          `<tr><th scope="row">${escapeMarkup(status)}</th><td><p>${inlineCode(text)}</p>${contents(content)}</td></tr>`,
      )
      .join("")}</table>`,
    "</section>",
  ].join("");
}

function contents(content: Content): string {
  return Object.entries(content)
    .map(([type, { schema }]) => {
      const words = schema === undefined ? "" : `: ${typeWords(schema)}`;
      return `<p class="type"><code>${escapeMarkup(type)}</code>${words}</p>${schema === undefined ? "" : propertyTable(schema)}`;
    })
    .join("");
}

function schemaSection(name: string, schema: JsonSchema): string {
  const text = schema.description === undefined ? "" : `<p>${inlineCode(schema.description)}</p>`;
  const table = propertyTable(schema);
  const words = table === "" ? `<p class="type">${typeWords(schema)}</p>` : "";
  return `<section id="schema-${escapeMarkup(name)}"><h3><code>${escapeMarkup(name)}</code></h3>${text}${words}${table}</section>`;
}

/** A command that makes the call. */
function curl({ method, path, requestBody }: NamedOperation, address: string): string {
  const json = requestBody?.content["application/json"];
  const { example = json?.schema?.example ?? json?.schema?.examples?.[0] } = json ?? {};
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}${address}${path}`];
  if (json !== undefined) {
    lines.push("-H 'content-type: application/json'");
    if (example !== undefined) lines.push(`-d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(" \\\n  ");
}

/** What only this page has. */
const docsStyle = `
a { color: var(--train); text-underline-offset: 3px; }
main { max-width: 820px; }
h2 code { font: 600 19px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
h3 { font: 600 14px/1.5 var(--sans); margin: 26px 0 6px; }
h3 code { font-size: 15px; }
.method { font: 600 12px/1 var(--sans); letter-spacing: 0.05em; color: var(--page); background: var(--train); border-radius: 5px;
  padding: 5px 8px; vertical-align: 3px; }
.operations th, .operations td { padding: 7px 18px 7px 0; font-size: 14px; }
.operations td { color: var(--soft); }
.operation { border-top: 1px solid var(--rule); margin-top: 44px; }
.operation h2 { margin-top: 30px; }
.fields th { width: 1%; font-weight: 400; padding-right: 22px; }
.fields td { padding-right: 0; overflow-wrap: anywhere; }
.fields p { margin: 0; font-size: 14px; }
.fields .type, p.type { font-size: 13px; color: var(--soft); }
.fields .fields { margin: 6px 0 2px; }
.fields .fields tr:last-child > * { border-bottom: 0; }
code { font-size: 13px; }
pre { margin: 14px 0; padding: 14px 16px; overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
pre code { font-size: 13px; line-height: 1.6; overflow-wrap: normal; }
:focus-visible { outline: 2px solid var(--train); outline-offset: 2px; }
@media (max-width: 640px) { .fields tr, .operations tr { display: block; } .fields th, .fields td, .operations th, .operations td { display: block; width: auto; } }
`;
