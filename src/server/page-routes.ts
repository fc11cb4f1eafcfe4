import { type Context, Hono } from "hono";
import { DataError } from "../errors.ts";
import { renderDocs } from "./docs-page.ts";
import type { OpenApiDocument } from "./openapi-document.ts";
import { ProblemError } from "./problem.ts";
import { type NamedFolder, type PageFile, startPageFiles } from "./start-page.ts";

export interface PageOptions {
  /** What the page calls itself. */
  readonly title: string;
  /** The models, whose reports have its examples. */
  readonly models: readonly NamedFolder[];
  /** What is before every path. */
  readonly prefix: string;
}

/** The page at `/`, with its style and script beside it. Its files are read when it is first asked for. */
export function startPage({ title, models, prefix }: PageOptions): Hono {
  const app = new Hono();
  let loading: Promise<ReadonlyMap<string, PageFile>> | undefined;
  const files = () => {
    loading ??= startPageFiles(title, models).catch((cause: unknown) => {
      loading = undefined;
      if (!(cause instanceof DataError)) throw cause;
      throw new ProblemError("not-found", "the page is not built", { cause });
    });
    return loading;
  };
  // The page's files are beside it, and so it has a slash at its end.
  if (prefix !== "") app.get(prefix, (c) => c.redirect(`${prefix}/`));
  for (const path of ["/", "/page.css", "/served-page.js", "/licenses.txt"]) {
    app.get(prefix + path, async (c) => {
      const { type, data } = (await files()).get(path.slice(1))!;
      return c.body(data, 200, {
        "content-type": type,
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
      });
    });
  }
  return app;
}

/** `/docs`: the OpenAPI document for people. */
export function docsPage(document: (address: string) => OpenApiDocument): Hono {
  const app = new Hono();
  app.get("/docs", (c) => c.html(renderDocs(document(addressOf(c)), addressOf(c))));
  return app;
}

/** Where the client has found the service, without the path of the page. */
function addressOf(c: Context): string {
  const { origin, pathname } = new URL(c.req.url);
  return origin + pathname.replace(/\/docs$/, "");
}
