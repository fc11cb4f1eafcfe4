import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { BearerTokens } from "./bearer-tokens.ts";
import { limitBody, readJsonBody } from "./body.ts";
import { eventStream } from "./event-stream.ts";
import { libreTranslate, libreTranslateError, libreTranslatePaths } from "./libretranslate.ts";
import { openApiDocument } from "./open-api.ts";
import { docsPage, startPage } from "./page-routes.ts";
import { ProblemError, problemBody } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";
import { type Log, requestIdOf } from "./request-log.ts";
import type { CallOptions, Service } from "./service.ts";

export interface HttpOptions {
  /** What is before every path, such as "/translate" (default: nothing). */
  readonly prefix?: string | undefined;
  /** Whether to serve a page at `/` (default true). */
  readonly page?: boolean | undefined;
  /** Tokens of which requests need one (default: none is needed). */
  readonly tokens?: BearerTokens | undefined;
  /** Origins whose pages may call, or "*" (default: none). */
  readonly origins?: readonly string[] | undefined;
  /** Whether a proxy tells the client's address by x-forwarded-for (default false). */
  readonly trustsProxy?: boolean | undefined;
  readonly log?: Log | undefined;
  /** Whether texts are in the log (default false). */
  readonly logsTexts?: boolean | undefined;
}

type Environment = {
  Bindings: Partial<HttpBindings>;
  Variables: { requestId: string; problem?: string; texts?: unknown; ended?: Promise<void> };
};

/** Paths that need no token. */
const open = new Set([
  "/healthz",
  "/readyz",
  "/",
  "/docs",
  "/openapi.json",
  "/page.css",
  "/served-page.js",
  "/licenses.txt",
]);

/** The service over HTTP. */
export function createApp(
  service: Service,
  {
    prefix = "",
    page = true,
    tokens,
    origins = [],
    trustsProxy = false,
    log,
    logsTexts = false,
    folders,
  }: HttpOptions & { readonly folders: readonly string[] },
): Hono<Environment> {
  const { limits } = service;
  const app = new Hono<Environment>();
  const rate = new RateLimit(limits.rate, () => performance.now() / 1000);
  /** Without the prefix; "" elsewhere. */
  const pathOf = ({ req: { path } }: Context) => {
    if (prefix === "") return path;
    return path === prefix || path.startsWith(`${prefix}/`) ? path.slice(prefix.length) || "/" : "";
  };
  const clientOf = (c: Context<Environment>) => {
    const forwarded = trustsProxy ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
    return forwarded ?? c.env?.incoming?.socket.remoteAddress ?? "";
  };

  const account: MiddlewareHandler<Environment> = async (c, next) => {
    const start = performance.now();
    const requestId = requestIdOf(c.req.header("x-request-id"));
    c.set("requestId", requestId);
    try {
      await next();
    } catch (thrown) {
      // Hono hands on what is no Error, such as the reason of a signal that the server of Node gives.
      c.res = failed(thrown instanceof Error ? thrown : new Error(String(thrown)), c);
    }
    // Not by `c.header`, which would make a stream of the answer, and reading that takes longer than all the rest.
    c.res.headers.set("x-request-id", requestId);
    if (service.isStopping) c.res.headers.set("connection", "close");
    const route = known.has(pathOf(c)) ? pathOf(c) : "other";
    const ended = () => {
      const seconds = (performance.now() - start) / 1000;
      const { status } = c.res;
      service.metrics.answered(route, status, seconds);
      const problem = c.get("problem");
      if (problem !== undefined) service.metrics.refused(problem);
      if (route === "/healthz" || route === "/readyz") return;
      log?.info(
        {
          requestId,
          method: c.req.method,
          route,
          status,
          seconds: Number(seconds.toFixed(4)),
          ...(problem && { problem }),
          ...(logsTexts && { texts: c.get("texts") }),
        },
        "request",
      );
    };
    const streamed = c.get("ended");
    if (streamed === undefined) ended();
    else {
      void streamed.then(() => {
        if (c.req.raw.signal.aborted) c.set("problem", "client-gone");
        ended();
      });
    }
  };

  const authorize: MiddlewareHandler<Environment> = async (c, next) => {
    const path = pathOf(c);
    let client = clientOf(c);
    if (tokens !== undefined && methods.has(path) && !open.has(path) && !libreTranslatePaths.includes(path)) {
      const [, token] = /^Bearer +(.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
      const number = token === undefined ? undefined : tokens.find(token);
      if (number === undefined) {
        const what =
          token === undefined
            ? "no bearer token: expected one in the header authorization"
            : "the bearer token is not known";
        throw new ProblemError("unauthorized", what, { headers: { "www-authenticate": "Bearer" } });
      }
      client = `token ${number}`;
    }
    if (c.req.method === "POST") {
      const wait = rate.take(client);
      if (wait > 0) {
        throw new ProblemError(
          "too-many-requests",
          `more than ${limits.rate} requests a second of one client`,
          {
            retryAfter: Math.ceil(wait),
          },
        );
      }
    }
    // Before the body is read: saying no costs little.
    if (c.req.method === "POST" && methods.get(path)?.includes("POST")) service.admit();
    await next();
  };

  const call = (c: Context<Environment>): CallOptions => {
    const given = c.req.header("request-timeout");
    const { signal } = c.req.raw;
    if (given === undefined) return { signal, isAdmitted: true };
    const timeout = Number(given);
    if (given.trim() === "" || !(timeout > 0 && timeout <= limits.timeout)) {
      throw new ProblemError(
        "invalid-request",
        `request-timeout ${JSON.stringify(given.slice(0, 40))}: expected seconds, more than 0, up to ${limits.timeout}`,
      );
    }
    return { signal, timeout, isAdmitted: true };
  };

  const body = async (c: Context<Environment>): Promise<never> => {
    const json = await readJsonBody(c);
    if (logsTexts) c.set("texts", json);
    return json as never;
  };

  const document = openApiDocument(limits, prefix, tokens !== undefined);
  const methods = new Map<string, readonly string[]>();
  const routes = new Hono<Environment>();
  const route = (
    method: "GET" | "POST",
    path: string,
    answer: (c: Context<Environment>) => Response | Promise<Response>,
  ) => {
    methods.set(path, [...(methods.get(path) ?? []), method]);
    routes.on(method, path, answer);
  };

  route("POST", "/v1/translate", async (c) => c.json(await service.translate(await body(c), call(c))));
  route("POST", "/v1/score", async (c) => c.json(await service.score(await body(c), call(c))));
  route("POST", "/v1/translate/stream", async (c) => {
    const tokens = service.stream(await body(c), call(c));
    const { response, ended } = await eventStream(tokens, (error) => {
      if (c.req.raw.signal.aborted) return {}; // nobody reads it
      const problem = problemOf(error, c.get("requestId"), log);
      c.set("problem", problem.problem);
      return problemBody(problem, c.get("requestId"));
    });
    c.set("ended", ended);
    return response;
  });
  route("GET", "/v1/models", (c) => c.json({ models: service.models() }));
  route("GET", "/healthz", (c) => c.json({ status: "ok" }));
  route("GET", "/readyz", (c) => {
    const why = service.unready();
    if (why !== undefined) throw new ProblemError("unavailable", why, { retryAfter: 1 });
    return c.json({ status: "ok" });
  });
  route("GET", "/metrics", async (c) => {
    const { type, body } = await service.metrics.text();
    return c.body(body, 200, { "content-type": type });
  });
  route("GET", "/openapi.json", (c) => c.json(document));
  methods.set("/docs", ["GET"]);
  for (const path of libreTranslatePaths)
    methods.set(path, path === "/translate" ? ["POST"] : ["GET", "POST"]);
  if (page)
    for (const path of ["/", "/page.css", "/served-page.js", "/licenses.txt"]) methods.set(path, ["GET"]);
  const known = new Set(methods.keys());

  app.use(account);
  if (origins.length > 0) {
    app.use(
      cors({
        origin: origins.includes("*") ? "*" : [...origins],
        allowMethods: ["GET", "POST"],
        maxAge: 600,
        allowHeaders: ["authorization", "content-type", "request-timeout", "x-request-id"],
        exposeHeaders: ["retry-after", "x-request-id"],
      }),
    );
  }
  app.use(authorize);
  app.use(limitBody(limits.bodyBytes));
  app.route(prefix || "/", routes);
  const mayCall =
    tokens &&
    ((key: string | undefined, c: Context) => {
      const [, bearer] = /^Bearer +(.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
      return [key, bearer].some((one) => one !== undefined && tokens.find(one) !== undefined);
    });
  app.route(prefix || "/", libreTranslate(service, { mayCall }) as never);
  app.route(prefix || "/", docsPage(() => document) as never);
  if (page) {
    const names = service.models().map(({ name }) => name);
    const models = names.map((name, n) => ({ name, folder: folders[n]! }));
    app.route("/", startPage({ title: names.join(", "), models, prefix }) as never);
  }
  app.notFound((c) => {
    const allowed = methods.get(pathOf(c));
    if (allowed === undefined)
      return refuse(new ProblemError("not-found", `no such path: see ${prefix}/docs`), c);
    const allow = allowed.flatMap((one) => (one === "GET" ? ["GET", "HEAD"] : [one])).join(", ");
    const detail = `${c.req.method}: expected ${allow}`;
    return refuse(new ProblemError("method-not-allowed", detail, { headers: { allow } }), c);
  });
  app.onError(failed);

  function failed(error: Error, c: Context<Environment>): Response {
    if (!c.req.raw.signal.aborted) return refuse(problemOf(error, c.get("requestId"), log), c);
    c.set("problem", "client-gone");
    return new Response(null, { status: 499 });
  }

  function refuse(problem: ProblemError, c: Context<Environment>): Response {
    c.set("problem", problem.problem);
    const { retryAfter, headers } = problem.details;
    const all = {
      ...headers,
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
      // The rest of the body is not read, so that the connection cannot be used again.
      ...(problem.problem === "too-large" && { connection: "close" }),
    };
    if (libreTranslatePaths.includes(pathOf(c))) {
      return c.json(libreTranslateError(problem.message), problem.status, all);
    }
    const json = JSON.stringify(problemBody(problem, c.get("requestId")));
    return c.body(json, problem.status, { ...all, "content-type": "application/problem+json" });
  }
  return app;
}

/** Says nothing of what went wrong inside; the log does. */
function problemOf(error: unknown, requestId: string, log: Log | undefined): ProblemError {
  if (error instanceof ProblemError) return error;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log?.error({ requestId, error: stack }, "a fault");
  return new ProblemError(
    "internal-error",
    "the service has a fault; its log has more under the request's id",
    {
      cause: error,
    },
  );
}
