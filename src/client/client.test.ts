import { describe, expect, it } from "vitest";
import type { Problem } from "../server/schema.ts";
import { createClient } from "./client.ts";
import { ServiceError } from "./service-error.ts";

interface Made {
  readonly url: string;
  readonly init: RequestInit;
}

/** A client whose requests are answered by functions, in order; the last one answers all that follow. */
function clientOf(answers: readonly ((init: RequestInit) => Response | Promise<Response>)[], options = {}) {
  const made: Made[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    made.push({ url, init });
    init.signal?.throwIfAborted();
    return await answers[Math.min(made.length, answers.length) - 1]!(init);
  };
  return { client: createClient("http://service/prefix/", { fetch, ...options }), made };
}

const problem: Problem = {
  type: "urn:henkan:problem:overloaded",
  title: "The service is overloaded",
  status: 503,
  detail: "the wait would be 9 s, more than 5 s",
  requestId: "r1",
};

function refusing(headers: Record<string, string> = {}, body: object = problem): () => Response {
  return () =>
    new Response(JSON.stringify(body), {
      status: (body as Problem).status,
      headers: { "content-type": "application/problem+json", ...headers },
    });
}

const translated = { model: "letters", generation: 1, translations: [] };

async function allOf<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe("a client", () => {
  it("asks for translations, with its token and the deadline", async () => {
    const { client, made } = clientOf([() => Response.json(translated)], { token: "secret" });
    expect(await client.translate({ text: ["a", "b"], beam: 5 }, { timeout: 2.5 })).toEqual(translated);
    expect(made).toHaveLength(1);
    expect(made[0]!.url).toBe("http://service/prefix/v1/translate");
    expect(made[0]!.init).toMatchObject({
      method: "POST",
      body: '{"text":["a","b"],"beam":5}',
      headers: { "content-type": "application/json", authorization: "Bearer secret" },
    });
    expect(Object.values(made[0]!.init.headers!)).toContain("2.5");
  });

  it("says what the service has said, with what is wrong by its place", async () => {
    const errors = [{ path: "beam", message: "expected a whole number of 1 or more" }];
    const invalid = { ...problem, status: 400, detail: "the request is not valid", errors };
    const { client } = clientOf([refusing({}, invalid)]);
    const error = await client.translate({ text: "a", beam: 0 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ status: 400, problem: invalid, retryAfter: undefined });
    expect((error as ServiceError).message).toBe(
      "http://service/prefix/v1/translate: the request is not valid\n  beam: expected a whole number of 1 or more",
    );
  });

  it("says who answered where it is no service", async () => {
    const { client } = clientOf([() => new Response("<html>", { status: 502, statusText: "Bad Gateway" })]);
    await expect(client.models()).rejects.toThrow("http://service/prefix/v1/models: HTTP 502 Bad Gateway");
  });

  it("tries again after the time that the service says, as often as it may", async () => {
    const refused = refusing({ "retry-after": "0.01" });
    const twice = clientOf([refused, refused, () => Response.json(translated)], { retries: 2 });
    expect(await twice.client.translate({ text: "a" })).toEqual(translated);
    expect(twice.made).toHaveLength(3);
    const once = clientOf([refused], { retries: 1 });
    await expect(once.client.translate({ text: "a" })).rejects.toMatchObject({ retryAfter: 0.01 });
    expect(once.made).toHaveLength(2);
    const never = clientOf([refused]);
    await expect(never.client.translate({ text: "a" })).rejects.toThrow("more than 5 s");
    expect(never.made).toHaveLength(1);
  });

  it("stops waiting at its signal", async () => {
    const { client, made } = clientOf([refusing({ "retry-after": "1000" })], { retries: 9 });
    const stop = new AbortController();
    const call = client.translate({ text: "a" }, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error("enough")), 10);
    await expect(call).rejects.toThrow("enough");
    expect(made).toHaveLength(1);
  });

  it("streams tokens until the end", async () => {
    const events =
      'event: token\ndata: {"token":"a","text":"a","logProbability":-1}\n\nevent: end\ndata: {}\n\n';
    const { client, made } = clientOf([() => new Response(events)]);
    expect(await allOf(client.stream({ text: "x" }))).toEqual([
      { token: "a", text: "a", logProbability: -1 },
    ]);
    expect(made[0]!.url).toBe("http://service/prefix/v1/translate/stream");
  });

  it("refuses a stream that breaks off, and one that ends with an error", async () => {
    const broken = clientOf([() => new Response('data: {"token":"a","text":"a","logProbability":-1}\n\n')]);
    await expect(allOf(broken.client.stream({ text: "x" }))).rejects.toThrow("the answer broke off");
    const failed = clientOf([() => new Response(`event: error\ndata: ${JSON.stringify(problem)}\n\n`)]);
    await expect(allOf(failed.client.stream({ text: "x" }))).rejects.toThrow(problem.detail);
  });

  it("is ready where the service says so, and nowhere else", async () => {
    expect(await clientOf([() => new Response("")]).client.ready()).toBe(true);
    expect(await clientOf([refusing()]).client.ready()).toBe(false);
    expect(await createClient("http://127.0.0.1:1").ready()).toBe(false);
  });
});
