import type { RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import type { Limits } from "./limits.ts";
import { problems } from "./problem.ts";

const error = z
  .object({ error: z.string() })
  .meta({ id: "LibreTranslateError", description: "How LibreTranslate says that something is wrong." });

const oneOrMany = (value: z.ZodType) => z.union([value, z.array(value)]);

const asked = ({ beam }: Limits) =>
  z
    .object({
      q: z
        .union([z.string().min(1), z.array(z.string()).min(1)])
        .meta({ description: "A text or a list of texts, each translated line by line." }),
      source: z
        .string()
        .min(1)
        .meta({ description: "A language code of `/languages`; `auto` where one is possible." }),
      target: z.string().min(1).meta({ description: "A language code." }),
      format: z.literal("text").optional(),
      alternatives: z
        .int()
        .nonnegative()
        .max(beam - 1)
        .optional()
        .meta({ description: "Further outputs to give.", default: 0 }),
      api_key: z.string().optional().meta({ description: "A token, where the service asks for one." }),
    })
    .meta({ id: "LibreTranslateRequest" });

const detected = z.object({ confidence: z.number(), language: z.string() });

const answered = z
  .object({
    translatedText: oneOrMany(z.string()),
    detectedLanguage: oneOrMany(detected)
      .optional()
      .meta({ description: "Given for `auto`; nothing is detected." }),
    alternatives: oneOrMany(z.array(z.string())).optional(),
  })
  .meta({ id: "LibreTranslateAnswer" });

const languages = z
  .array(z.object({ code: z.string(), name: z.string(), targets: z.array(z.string()) }))
  .meta({ id: "Languages" });

const settings = z
  .object({
    apiKeys: z.boolean(),
    charLimit: z.int(),
    keyRequired: z.boolean(),
    language: z.object({
      source: z.object({ code: z.string(), name: z.string() }),
      target: z.object({ code: z.string(), name: z.string() }),
    }),
  })
  .meta({ id: "FrontendSettings" });

/** LibreTranslate's part of the OpenAPI document. */
export function libreTranslateRoutes(limits: Limits): RouteConfig[] {
  const schema = asked(limits);
  const json = (schema: z.ZodType) => ({ "application/json": { schema } });
  const refused = (statuses: readonly number[]) =>
    Object.fromEntries(
      statuses.map((status) => [status, { description: titleOf(status), content: json(error) }]),
    );
  // Some clients ask by POST.
  const tell = (path: string, summary: string, schema: z.ZodType): RouteConfig[] =>
    (["get", "post"] as const).map((method) => ({
      method,
      path,
      summary,
      responses: { 200: { description: "The answer.", content: json(schema) } },
    }));
  return [
    {
      method: "post",
      path: "/translate",
      summary: "Translates as LibreTranslate does, for clients that speak its protocol.",
      request: {
        body: {
          required: true,
          content: { ...json(schema), "application/x-www-form-urlencoded": { schema } },
        },
      },
      responses: {
        200: { description: "The answer.", content: json(answered) },
        ...refused([400, 401, 408, 413, 415, 422, 429, 500, 503, 504]),
      },
    },
    ...tell("/languages", "LibreTranslate's list of languages.", languages),
    ...tell("/frontend/settings", "LibreTranslate's settings.", settings),
  ];
}

function titleOf(status: number): string {
  const titles = Object.values(problems).filter((problem) => problem.status === status);
  return titles.map(({ title }) => `${title}.`).join(" Or: ");
}
