import { describe, expect, it } from "vitest";
import { renderDocs } from "./docs-page.ts";
import type { OpenApiDocument } from "./openapi-document.ts";
import { inlineCode, propertyTable, typeWords } from "./schema-table.ts";

describe("a schema in words", () => {
  it.each([
    [{ type: "string" }, "text"],
    [{ type: "string", maxLength: 5000 }, "text of up to 5000 characters"],
    [{ type: "integer", minimum: 1, maximum: 16 }, "whole number from 1 to 16"],
    [{ type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, "whole number of 0 or more"],
    [{ type: "number", exclusiveMinimum: 0, maximum: 1 }, "number above 0 of up to 1"],
    [{ type: ["number", "null"] }, "number or null"],
    [{ type: "array", items: { type: "boolean" }, maxItems: 3 }, "list of true or false of up to 3 items"],
    [{ enum: ["a", 1] }, "<code>&quot;a&quot;</code> or <code>1</code>"],
    [{ anyOf: [{ type: "number" }, { const: "average" }] }, "number or <code>&quot;average&quot;</code>"],
    [{ $ref: "#/components/schemas/Line" }, '<a href="#schema-Line">Line</a>'],
    [{}, "any value"],
  ])("%j", (schema, words) => {
    expect(typeWords(schema)).toBe(words);
  });

  it("is a table of an object's properties, with those of objects within", () => {
    const table = propertyTable({
      required: ["text"],
      properties: {
        text: { type: "string", description: "What `<s>` begins." },
        sampling: { type: "object", properties: { seed: { type: "integer", default: 1 } } },
        pairs: { type: "array", items: { type: "object", properties: { source: { type: "string" } } } },
      },
    });
    expect(table.match(/<th scope="row"><code>(.*?)<\/code>/g)).toEqual(
      ["text", "sampling", "sampling.seed", "pairs", "pairs[].source"].map(
        (name) => `<th scope="row"><code>${name}</code>`,
      ),
    );
    expect(table).toContain('<p class="type">text, required</p><p>What <code>&lt;s&gt;</code> begins.</p>');
    expect(table).toContain('<p class="type">whole number, default <code>1</code></p>');
    expect(propertyTable({ type: "string" })).toBe("");
    expect(inlineCode("a `b` & c")).toBe("a <code>b</code> &amp; c");
  });
});

describe("the page of /docs", () => {
  const document: OpenApiDocument = {
    info: { title: "A <service>", version: "1.2.3", description: "It `serves`." },
    paths: {
      "/v1/translate": {
        post: {
          summary: "Translates.",
          description: "One text or many.",
          parameters: [
            { name: "Request-Timeout", in: "header", description: "Seconds.", schema: { type: "number" } },
          ],
          requestBody: {
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/TranslateRequest" },
                example: { text: "It's cold" },
              },
            },
          },
          responses: {
            200: { description: "Done.", content: { "application/json": { schema: { type: "object" } } } },
            503: { description: "Not now." },
          },
        },
      },
      "/healthz": { get: { summary: "Lives.", responses: { 200: { description: "It does." } } } },
    },
    components: {
      schemas: { TranslateRequest: { type: "object", properties: { text: { type: "string" } } } },
    },
  };
  const page = renderDocs(document, "http://127.0.0.1:8080/prefix");

  it("has each operation, with a command that calls it", () => {
    expect(page).toContain("<title>A &lt;service&gt;: API</title>");
    expect(page).toContain('<a href="#post-v1-translate"><code>POST /v1/translate</code></a>');
    expect(page).toContain('id="post-v1-translate"');
    expect(page).toContain(
      "curl -X POST http://127.0.0.1:8080/prefix/v1/translate \\\n  -H &#39;content-type: application/json&#39; \\\n  " +
        "-d &#39;{&quot;text&quot;:&quot;It&#39;\\&#39;&#39;s cold&quot;}&#39;",
    );
    expect(page).toContain("curl http://127.0.0.1:8080/prefix/healthz");
    expect(page).toContain("number, in the header");
    expect(page).toMatch(/<th scope="row">503<\/th><td><p>Not now\.<\/p>/);
  });

  it("has a place for each link within it, and asks for nothing elsewhere", () => {
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, link]) => link!);
    expect(links).toContain("openapi.json");
    expect(links.filter((link) => !link.startsWith("#") && link !== "openapi.json")).toEqual([]);
    for (const link of links.filter((link) => link.startsWith("#")))
      expect(page).toContain(`id="${link.slice(1)}"`);
    expect(page).not.toMatch(/<script|<img|src=|@import|url\(/);
  });
});
