import { OpenAPIHono } from "@hono/zod-openapi";
import { ProblemError, problemBody } from "./problem.ts";
import { requestSchemas } from "./schema.ts";
import type { Service } from "./service.ts";

/** The service over HTTP. */
export function createApp(service: Service): OpenAPIHono {
  const app = new OpenAPIHono();
  const schemas = requestSchemas(service.limits);
  app.onError((error, c) => {
    const problem =
      error instanceof ProblemError ? error : new ProblemError("internal-error", "the service has a fault");
    return c.json(problemBody(problem, ""), problem.status, { "content-type": "application/problem+json" });
  });
  app.get("/v1/models", (c) => c.json({ models: service.models() }));
  app.post("/v1/translate", async (c) => {
    const parsed = schemas.translate.safeParse(await c.req.json());
    if (!parsed.success) throw new ProblemError("invalid-request", parsed.error.message);
    return c.json(await service.translate(parsed.data, { signal: c.req.raw.signal }));
  });
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  return app;
}
