import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ProblemError } from "./problem.ts";

/**
 * Refuses bodies of more bytes. The length that a header tells is enough: counting while reading makes a whole `Request` of
 * what the server of Node has read, which takes longer than all the rest.
 */
export function limitBody(most: number): MiddlewareHandler {
  const refuse = () => {
    throw new ProblemError("too-large", `the body has more than ${most} bytes`);
  };
  const counted = bodyLimit({ maxSize: most, onError: refuse });
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return await next();
    const length = c.req.header("content-length");
    if (length === undefined || c.req.header("transfer-encoding") !== undefined)
      return await counted(c, next);
    if (!(Number(length) <= most)) refuse();
    return await next();
  };
}

/** The media type of a body, without its parameters; undefined where there is none. */
export function mediaType(headers: Headers): string | undefined {
  return headers.get("content-type")?.replace(/;.*/s, "").trim().toLowerCase();
}

/**
 * Reads a body of text.
 * @throws {ProblemError} for what is compressed, of another charset, or not UTF-8: nothing is read as something else
 */
export async function readTextBody(request: Request): Promise<string> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    throw new ProblemError(
      "unsupported-type",
      `content-encoding ${JSON.stringify(encoding)}: expected a body that is not compressed`,
    );
  }
  const [, charset = "utf-8"] =
    /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers.get("content-type") ?? "") ?? [];
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw new ProblemError("unsupported-type", `charset ${JSON.stringify(charset)}: expected utf-8`);
  }
  const bytes = await request.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ProblemError("invalid-request", "the body is not UTF-8", { cause });
  }
}

/**
 * Reads a body of JSON.
 * @throws {ProblemError} for another type, for what is not UTF-8 and for what is not JSON
 */
export async function readJsonBody(c: Context): Promise<unknown> {
  const type = mediaType(c.req.raw.headers);
  if (type !== undefined && type !== "application/json") {
    throw new ProblemError(
      "unsupported-type",
      `content-type ${JSON.stringify(type)}: expected application/json`,
    );
  }
  const text = await readTextBody(c.req.raw);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = text.trim() === "" ? "the body is empty" : "the body is not JSON";
    throw new ProblemError("invalid-request", `${found}: expected an object such as {"text": "…"}`, {
      cause,
    });
  }
}
