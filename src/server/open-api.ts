import { OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { henkanVersion } from "../version.ts";
import { libreTranslateRoutes } from "./libretranslate-routes.ts";
import type { Limits } from "./limits.ts";
import type { OpenApiDocument } from "./openapi-document.ts";
import { type ProblemName, problems } from "./problem.ts";
import { answerSchemas, requestSchemas } from "./schema.ts";

const ofAll: readonly ProblemName[] = ["unauthorized", "too-many-requests", "internal-error"];
const ofBodies: readonly ProblemName[] = [
  "invalid-request",
  "unknown-model",
  "too-slow",
  "too-large",
  "unsupported-type",
  "not-translatable",
  "overloaded",
  "timeout",
];

/** An event, as a reader of server-sent events sees it. */
const streamEvent = z
  .object({
    event: z.enum(["token", "end", "error"]),
    data: z.string().meta({ description: "JSON: of a token a `StreamedToken`, of an error a `Problem`." }),
  })
  .meta({ id: "StreamEvent" });

/** Bodies that each service answers, by path. */
const examples: Readonly<Record<string, unknown>> = {
  "/v1/translate": { text: ["It is cold today", "It is hot today"], beam: 5 },
  "/v1/translate/stream": { text: "It is cold today" },
  "/v1/score": { pairs: [{ source: "It is cold today", target: "今日は寒い" }] },
};

/** The OpenAPI 3.1 document of a service. */
export function openApiDocument(limits: Limits, prefix: string, needsToken: boolean): OpenApiDocument {
  const app = new OpenAPIHono();
  const requests = requestSchemas(limits);
  const security = needsToken ? [{ bearer: [] }] : [];
  if (needsToken)
    app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  const headers = z.object({
    "request-timeout": z
      .number()
      .positive()
      .max(limits.timeout)
      .optional()
      .meta({
        description: "Seconds after which the service is to give up.",
        param: { name: "request-timeout", in: "header" },
      }),
  });
  const post = (path: string, summary: string, schema: z.ZodType, answer: object): RouteConfig => ({
    method: "post",
    path,
    summary,
    security,
    request: {
      headers,
      body: { required: true, content: { "application/json": { schema, example: examples[path] } } },
    },
    responses: { 200: { description: "The answer.", content: answer }, ...refusals([...ofBodies, ...ofAll]) },
  });
  const get = (
    path: string,
    summary: string,
    content: object,
    refused: readonly ProblemName[],
  ): RouteConfig => ({
    method: "get",
    path,
    summary,
    security: path.endsWith("z") || path.endsWith(".json") ? [] : security,
    responses: { 200: { description: "The answer.", content }, ...refusals(refused) },
  });
  const json = (schema: z.ZodType) => ({ "application/json": { schema } });
  const status = json(z.object({ status: z.literal("ok") }));
  const routes = [
    post("/v1/translate", "Translates one text or many.", requests.translate, json(answerSchemas.translate)),
    post(
      "/v1/translate/stream",
      "Translates a text token by token, by greedy search or sampling: server-sent events `token`, then `end`; or `error` with a problem.",
      requests.stream,
      { "text/event-stream": { schema: streamEvent } },
    ),
    post(
      "/v1/score",
      "Scores given outputs: log P(target | source).",
      requests.score,
      json(answerSchemas.score),
    ),
    get("/v1/models", "The models that are served.", json(answerSchemas.models), ofAll),
    get("/healthz", "Whether the process answers.", status, []),
    get(
      "/readyz",
      "Whether requests are taken: not while models load, are replaced, or the service stops.",
      status,
      ["unavailable"],
    ),
    get("/metrics", "Metrics for Prometheus.", { "text/plain": { schema: z.string() } }, ofAll),
    get("/openapi.json", "This document.", json(z.record(z.string(), z.unknown())), []),
    ...libreTranslateRoutes(limits),
  ];
  for (const route of routes) app.openAPIRegistry.registerPath(route);
  app.openAPIRegistry.register("StreamedToken", answerSchemas.streamed);
  const document: unknown = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "henkan",
      version: henkanVersion,
      description:
        "Sequence-to-sequence models over HTTP. Equal requests to one generation of a model have equal answers, whatever else is computed at the time.",
    },
    servers: [{ url: prefix === "" ? "/" : prefix }],
  });
  return document as OpenApiDocument;
}

/** By status: problems, with what their titles say. */
function refusals(names: readonly ProblemName[]): RouteConfig["responses"] {
  const titles = new Map<number, string[]>();
  for (const name of names) {
    const { status, title } = problems[name];
    titles.set(status, [...(titles.get(status) ?? []), `${title}.`]);
  }
  return Object.fromEntries(
    [...titles].map(([status, texts]) => [
      status,
      {
        description: texts.join(" Or: "),
        content: { "application/problem+json": { schema: answerSchemas.problem } },
      },
    ]),
  );
}
