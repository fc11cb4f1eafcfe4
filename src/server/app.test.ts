import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { BearerTokens, tokensIn } from "./bearer-tokens.ts";
import { createService } from "./create-service.ts";
import { call, testService, wildFolder } from "./service.fixture.ts";
import type { Service } from "./service.ts";

const translate = "/v1/translate";

describe("the service over HTTP", () => {
  let service: Service;
  let folder: string;
  const lines: { fields: Record<string, unknown>; message: string }[] = [];
  const keep = (fields: object, message: string) =>
    void lines.push({ fields: fields as Record<string, unknown>, message });
  beforeAll(async () => {
    folder = await wildFolder("wild");
    const log = { info: keep, warn: keep, error: keep };
    const limits = { bodyBytes: 1000, characters: 20, texts: 3, phrases: 2, beam: 4, timeout: 20, wait: 60 };
    service = await createService([{ folder }], { workers: 1, page: false, limits, log });
  });
  afterAll(() => service.close());

  const refusals: readonly (readonly [what: string, body: unknown, status: number, detail: string])[] = [
    ["an unknown field", { text: "a", beem: 3 }, 400, "beem: unknown; expected some of model, text, beam, "],
    [
      "an unknown field of a text",
      { text: ["a", { source: "b", bias: 1 }] },
      400,
      "text.1.bias: unknown; expected some of source, prefix, include, exclude",
    ],
    [
      "an unknown field of sampling",
      { text: "a", sampling: { topk: 3 } },
      400,
      "sampling.topk: unknown; expected some of temperature, topK, topP, seed",
    ],
    [
      "a key that means something else",
      '{"text": "a", "__proto__": {"beam": 3}}',
      400,
      "__proto__: unknown; expected some of model, ",
    ],
    ["no text", {}, 400, "text: expected a text, an object"],
    ["a text of another type", { text: 5 }, 400, "text: expected a text, an object"],
    ["a long text", { text: "a".repeat(21) }, 400, "text: expected at most 20 characters"],
    ["a long text of many", { text: ["a", "b".repeat(21)] }, 400, "text.1: expected at most 20 characters"],
    ["many texts", { text: ["a", "b", "c", "d"] }, 400, "text: expected array to have <=3 items"],
    ["a large beam", { text: "a", beam: 5 }, 400, "beam: expected number to be <=4"],
    [
      "a number that is none",
      '{"text": "a", "lengthPenalty": 1e999}',
      400,
      'lengthPenalty: expected a number of 0 or more, or "average"',
    ],
    [
      "many phrases",
      { text: "a", exclude: ["a", "b", "c"] },
      400,
      "exclude: expected array to have <=2 items",
    ],
    [
      "several at once",
      { text: "a", beam: 0, nBest: "x" },
      400,
      "beam: expected number to be >=1 (and 1 more)",
    ],
    ["no JSON", "{", 400, 'the body is not JSON: expected an object such as {"text": "…"}'],
    ["an empty body", "", 400, 'the body is empty: expected an object such as {"text": "…"}'],
    ["no object", "[]", 400, "the body: expected an object with some of model, text, "],
    ["null", "null", 400, "the body: expected an object with some of model, text, "],
    [
      "an option of another type",
      { text: "a", sampling: true },
      400,
      "sampling: expected an object with some of temperature, topK, topP, seed",
    ],
    ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), 400, "the body is not UTF-8"],
    [
      "a body that is too large",
      `{"text": "a"${" ".repeat(1000)}}`,
      413,
      "the body has more than 1000 bytes",
    ],
    [
      "JSON that is deep",
      `{"text": ${"[".repeat(400)}${"]".repeat(400)}}`,
      400,
      "text.0: expected a text, or an object",
    ],
    ["a model that is not there", { text: "a", model: "x" }, 404, 'model "x": expected one of "wild"'],
    [
      "what the model cannot do",
      { text: "a", include: ["zz"], beam: 3 },
      422,
      'text: include "zz": the model cannot write "zz"',
    ],
  ];
  it("names the option where no text is at fault, and the field that is missing", async () => {
    const { status, json } = await call(service, translate, { text: ["a", "b"], nBest: 3 });
    const detail = "nBest 3: expected a whole number from 1 to 1 (the beam)";
    expect([status, json.detail, json.errors]).toEqual([422, detail, [{ path: "nBest", message: detail }]]);
    const none = await call(service, "/v1/score", {});
    expect(none.json.detail).toBe("pairs: expected array, but it is missing");
  });

  for (const [what, body, status, detail] of refusals) {
    it(`refuses ${what}`, async () => {
      const { status: found, headers, json } = await call(service, translate, body);
      expect(json.detail).toContain(detail);
      expect(found).toBe(status);
      expect(headers.get("content-type")).toBe("application/problem+json");
      expect(json).toMatchObject({
        status,
        title: expect.any(String),
        requestId: headers.get("x-request-id"),
      });
      expect(json.type).toMatch(/^urn:henkan:problem:[a-z-]+$/);
    });
  }

  it("counts characters as people do", async () => {
    expect((await call(service, translate, { text: "😀".repeat(20) })).status).toBe(200);
    expect((await call(service, translate, { text: "😀".repeat(21) })).status).toBe(400);
    expect((await call(service, translate, '{"text": "\\ud800"}')).status).toBe(200);
  });

  it("refuses other types, methods and paths", async () => {
    const asText = await call(service, translate, "{}", { headers: { "content-type": "text/plain" } });
    expect([asText.status, asText.json.detail]).toEqual([
      415,
      'content-type "text/plain": expected application/json',
    ]);
    const packed = await call(service, translate, "{}", { headers: { "content-encoding": "gzip" } });
    expect(packed.status).toBe(415);
    const latin = { "content-type": "application/json; charset=iso-8859-1" };
    const other = await call(service, translate, "{}", { headers: latin });
    expect([other.status, other.json.detail]).toEqual([415, 'charset "iso-8859-1": expected utf-8']);
    const utf8 = { "content-type": 'application/json; charset="UTF-8"' };
    expect((await call(service, translate, '{"text":"a"}', { headers: utf8 })).status).toBe(200);
    const get = await call(service, translate);
    expect([get.status, get.headers.get("allow"), get.json.detail]).toEqual([
      405,
      "POST",
      "GET: expected POST",
    ]);
    const put = await call(service, "/healthz", undefined, { method: "PUT" });
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    const nowhere = await call(service, "/v2/translate", {});
    expect([nowhere.status, nowhere.json.detail]).toEqual([404, "no such path: see /docs"]);
    expect((await call(service, "/")).status).toBe(404);
    expect((await call(service, "/healthz", undefined, { method: "HEAD" })).status).toBe(200);
  });

  it("takes a deadline from a header", async () => {
    const answered = await call(service, translate, { text: "abc" }, { headers: { "request-timeout": "5" } });
    expect(answered.status).toBe(200);
    for (const wrong of ["x", "0", "-1", "21", "Infinity"]) {
      const { status, json } = await call(
        service,
        translate,
        { text: "a" },
        { headers: { "request-timeout": wrong } },
      );
      expect([status, json.detail]).toEqual([
        400,
        `request-timeout "${wrong}": expected seconds, more than 0, up to 20`,
      ]);
    }
    const late = await call(
      service,
      translate,
      { text: ["abcdefgh", "a", "b"], minimumLength: 400, beam: 4, maximumLength: 500 },
      { headers: { "request-timeout": "0.001" } },
    );
    expect([late.status, late.json.detail]).toEqual([504, "not answered within 0.001 s"]);
  });

  it("tells a client that leaves a stream from a fault", async () => {
    const gone = new AbortController();
    const response = await service.fetch(
      new Request("http://localhost/v1/translate/stream", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: "abcdefgh", minimumLength: 400, maximumLength: 400 }),
        signal: gone.signal,
      }),
    );
    const reader = response.body!.getReader();
    await reader.read();
    gone.abort(new Error("gone"));
    while (!(await reader.read()).done);
    const { text } = await call(service, "/metrics");
    expect(text).toContain('henkan_problems_total{problem="client-gone"} 1');
    expect(text).toContain('henkan_problems_total{problem="internal-error"} 0');
  });

  it("streams events, and refuses as it does elsewhere", async () => {
    const { status, headers, text } = await call(service, "/v1/translate/stream", {
      text: "abc",
      minimumLength: 2,
    });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = text.trimEnd().split("\n\n");
    const { text: whole } = JSON.parse(events.at(-2)!.split("\ndata: ")[1]!);
    const { json } = await call(service, translate, { text: "abc", minimumLength: 2 });
    expect(whole).toBe(json.translations[0].text);
    expect(events.at(-1)).toBe("event: end\ndata: {}");
    for (const event of events.slice(0, -1)) expect(event).toMatch(/^event: token\ndata: \{"token":/);
    const refused = await call(service, "/v1/translate/stream", { text: "abc", beam: 3 });
    expect([refused.status, refused.json.detail]).toEqual([400, expect.stringContaining("beam: unknown; ")]);
  });

  it("scores, lists its models and tells its state", async () => {
    const scored = await call(service, "/v1/score", { pairs: [{ source: "abc", target: "p" }] });
    expect(scored.json).toMatchObject({ model: "wild", generation: 1, scores: [{ unknown: 0 }] });
    const { json } = await call(service, "/v1/models");
    expect(json.models).toMatchObject([
      {
        name: "wild",
        source: null,
        target: null,
        generation: 1,
        attention: true,
        maximumLength: { source: 10 },
      },
    ]);
    for (const path of ["/healthz", "/readyz"])
      expect((await call(service, path)).json).toEqual({ status: "ok" });
  });

  it("has metrics", async () => {
    await call(service, translate, { text: ["abc", "a"] });
    const { text, headers } = await call(service, "/metrics");
    expect(headers.get("content-type")).toMatch(/^text\/plain/);
    for (const line of [
      /^henkan_requests_total\{route="\/v1\/translate",status="200"\} [1-9]/m,
      /^henkan_problems_total\{problem="invalid-request"\} [1-9]/m,
      /^henkan_request_seconds_bucket\{le="0.1",route="\/v1\/translate"\} \d/m,
      /^henkan_queue_texts 0$/m,
      /^henkan_batch_texts_bucket\{le="2"\} [1-9]/m,
      /^henkan_source_positions_total\{kind="padding"\} [1-9]/m,
      /^henkan_tokens_total\{model="wild",direction="out"\} [1-9]/m,
      /^henkan_compute_seconds_total \d+\.\d/m,
      /^henkan_model_generation\{model="wild"\} 1$/m,
      /^henkan_workers 1$/m,
      /^nodejs_eventloop_lag_seconds \d/m,
      /^process_resident_memory_bytes \d/m,
    ]) {
      expect(text).toMatch(line);
    }
  });

  it("describes itself by OpenAPI 3.1, with its own limits", async () => {
    const { json } = await call(service, "/openapi.json");
    expect(json.openapi).toBe("3.1.0");
    expect(Object.keys(json.paths)).toEqual(
      expect.arrayContaining([
        "/v1/translate",
        "/v1/translate/stream",
        "/v1/score",
        "/v1/models",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
      ]),
    );
    const { properties, additionalProperties } = json.components.schemas.TranslateRequest;
    expect(additionalProperties).toBe(false);
    expect(properties.beam).toMatchObject({ type: "integer", minimum: 1, maximum: 4, default: 1 });
    expect(properties.prefix.maxLength).toBe(20);
    expect((await call(service, "/docs")).text).toContain("/v1/translate");
  });

  it("logs requests with their ids, and no texts", async () => {
    lines.length = 0;
    const { headers } = await call(
      service,
      translate,
      { text: "secret" },
      { headers: { "x-request-id": "mine-1" } },
    );
    expect(headers.get("x-request-id")).toBe("mine-1");
    await call(
      service,
      translate,
      { text: "secret", x: "secret" },
      { headers: { "x-request-id": 'no"t\tmine' } },
    );
    expect(lines.map(({ fields }) => fields)).toMatchObject([
      { requestId: "mine-1", method: "POST", route: "/v1/translate", status: 200 },
      { requestId: expect.stringMatching(/^[\da-f-]{36}$/), status: 400, problem: "invalid-request" },
    ]);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });

  it("tells nothing of its inside", async () => {
    const broken = { ...service, translate: () => Promise.reject(new Error("/home/me/secret.ts")) };
    const { createApp } = await import("./app.ts");
    const app = createApp(broken, { folders: [], page: false, log: { info: keep, warn: keep, error: keep } });
    lines.length = 0;
    const { status, json, text } = await call(
      { ...broken, fetch: (request) => app.fetch(request) },
      translate,
      { text: "a" },
    );
    expect([status, json.detail]).toEqual([
      500,
      "the service has a fault; its log has more under the request's id",
    ]);
    expect(text).not.toContain("secret");
    expect(JSON.stringify(lines)).toContain("/home/me/secret.ts");
  });
});

describe("options of the service over HTTP", () => {
  it("are tokens, a prefix, origins, a rate", async () => {
    const folder = await wildFolder("wild");
    const tokens = new BearerTokens(tokensIn("# of the team\nfirst\n\n second \r\n"));
    const service = await testService([folder], {
      tokens,
      prefix: "/mt",
      origins: ["https://a.example"],
      limits: { rate: 0.3 },
      logsTexts: true,
      log: { info: (fields) => void logged.push(fields), warn() {}, error() {} },
    });
    const logged: object[] = [];
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now()); // of the rate
    onTestFinished(() => clock.mockRestore());
    const body = { text: "abc" };
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

    const none = await call(service, `/mt${translate}`, body);
    expect([none.status, none.headers.get("www-authenticate"), none.json.detail]).toEqual([
      401,
      "Bearer",
      "no bearer token: expected one in the header authorization",
    ]);
    for (const path of ["/mt/metrics", "/mt/v1/models"]) expect((await call(service, path)).status).toBe(401);
    for (const path of ["/mt/healthz", "/mt/readyz", "/mt/openapi.json", "/mt/docs"])
      expect((await call(service, path)).status).toBe(200);
    expect((await call(service, `/mt${translate}`, body, bearer("third"))).json.detail).toBe(
      "the bearer token is not known",
    );
    expect((await call(service, "/mt/metrics", undefined, bearer("second"))).status).toBe(200);
    const above = await call(service, translate, body);
    expect([above.status, above.json.detail]).toEqual([404, "no such path: see /mt/docs"]);
    expect((await call(service, `/mt${translate}`, body, bearer("first"))).status).toBe(200);
    expect((await call(service, `/mt${translate}`, body, bearer("first"))).status).toBe(200);
    expect(JSON.stringify(logged)).toContain('"texts":{"text":"abc"}');

    const other = await call(service, "/mt/healthz", undefined, { headers: { origin: "https://b.example" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await call(service, `/mt${translate}`, undefined, {
      method: "OPTIONS",
      headers: { origin: "https://a.example", "access-control-request-method": "POST" },
    });
    const allowed = ["origin", "methods"].map((one) => preflight.headers.get(`access-control-allow-${one}`));
    expect([preflight.status, ...allowed]).toEqual([204, "https://a.example", "GET,POST"]);

    // Three at once for each client, then one in three seconds.
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++)
      statuses.push((await call(service, `/mt${translate}`, body, bearer("first"))).status);
    expect(statuses).toEqual([200, 429, 429, 429]); // two were before
    const refused = await call(service, `/mt${translate}`, body, bearer("first"));
    expect([refused.headers.get("retry-after"), refused.json.detail]).toEqual([
      expect.stringMatching(/^[1-4]$/),
      "more than 0.3 requests a second of one client",
    ]);
    expect((await call(service, `/mt${translate}`, body, bearer("second"))).status).toBe(200);
  });

  it("say no where the queue is long, and when to come again", async () => {
    const service = await testService([await wildFolder("wild")], { limits: { wait: 0.3, rate: 1e6 } });
    const body = { text: Array.from({ length: 40 }, () => "abcdefgh"), minimumLength: 60, beam: 8 };
    const ask = () => Promise.all(Array.from({ length: 60 }, () => call(service, translate, body)));
    let answers = await ask();
    // Where the machine is busy with other things, the service may be late by more than the wait: then it refuses all.
    while (answers.every(({ status }) => status === 503)) {
      await new Promise((wake) => setTimeout(wake, 100)); // asking makes it late, too
      answers = await ask();
    }
    const refused = answers.filter(({ status }) => status === 503);
    const right = answers.filter(({ status }) => status === 200);
    expect(refused.length + right.length).toBe(60);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(right.map(({ text }) => text)).size).toBe(1);
    expect(refused[0]!.json.detail).toMatch(/^expected wait \d+\.\d s: more than 0.3 s$/);
    expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
    // Afterwards it answers again.
    while ((await call(service, translate, { text: "abc" })).status !== 200)
      await new Promise((wake) => setTimeout(wake, 50));
  });

  it("stop what comes after it was told to end, not what came before", async () => {
    const service = await testService([await wildFolder("wild")]);
    const before = call(service, translate, { text: "abcdefgh", minimumLength: 60 });
    await new Promise((wake) => setTimeout(wake, 1));
    const drained = service.drain();
    const after = await call(service, translate, { text: "abc" });
    expect([after.status, after.json.detail]).toEqual([503, "the service is stopping"]);
    expect((await call(service, "/readyz")).status).toBe(503);
    expect((await call(service, "/healthz")).status).toBe(200);
    expect((await before).status).toBe(200);
    await Promise.all([drained, service.drain()]); // who asks again is told, too
  });
});
