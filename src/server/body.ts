import type { Context } from "hono";
import { ProblemError } from "./problem.ts";

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
