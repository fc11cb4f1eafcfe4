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

/**
 * Reads a body of JSON.
 * @throws {ProblemError} for another type, for what is not UTF-8 and for what is not JSON
 */
export async function readJsonBody(c: Context): Promise<unknown> {
  const type = c.req.header("content-type")?.replace(/;.*/s, "").trim().toLowerCase();
  if (type !== undefined && type !== "application/json") {
    throw new ProblemError(
      "unsupported-type",
      `content-type ${JSON.stringify(type)}: expected application/json`,
    );
  }
  const encoding = c.req.header("content-encoding");
  if (encoding !== undefined && encoding !== "identity") {
    throw new ProblemError(
      "unsupported-type",
      `content-encoding ${JSON.stringify(encoding)}: expected a body that is not compressed`,
    );
  }
  const bytes = await c.req.arrayBuffer();
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ProblemError("invalid-request", "the body is not UTF-8", { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = text.trim() === "" ? "the body is empty" : "the body is not JSON";
    throw new ProblemError("invalid-request", `${found}: expected an object such as {"text": "…"}`, {
      cause,
    });
  }
}
