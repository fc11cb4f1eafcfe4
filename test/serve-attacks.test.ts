import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { RandomStream } from "../src/random.ts";
import { drawBody, wrongAnswer } from "./support/request-bodies.ts";
import { type Served, startServed } from "./support/served.ts";
import { lastingFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const folder = join(await lastingFolder(), "letters");
let served: Served;
let port: number;

beforeAll(async () => {
  await saveModel(folder, untrainedModel(), history);
  served = await startServed(["--pair", `en-ja=${folder}`, "--rate", "1000000", "--workers", "1"]);
  port = Number(new URL(served.address).port);
});
afterAll(() => served?.stop());

/** Writes bytes and gives what comes back until the service closes the connection, or nothing comes for some time. */
function exchange(bytes: string | Uint8Array, { patience = 30_000, until = "" } = {}): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(patience, end);
    socket.on("data", (data) => {
      answer += data.toString("latin1");
      if (until !== "" && answer.includes(until)) end();
    });
    socket.on("error", end);
    socket.on("close", end);
  });
}

function post(body: string | Uint8Array, path = "/v1/translate", headers: Record<string, string> = {}) {
  return served.call({ path, body, headers });
}

const good = JSON.stringify({ text: "abc" });

async function expectAlive(): Promise<void> {
  expect((await post(good)).status).toBe(200);
}

describe("a service under attack", () => {
  it("answers others while connections dribble their headers or bodies, and closes those", async () => {
    const begin = "POST /v1/translate HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";
    const slow = Array.from({ length: 40 }, (_, n) =>
      exchange(n % 2 === 0 ? begin : `${begin}content-length: 100\r\n\r\n{"te`, { patience: 45_000 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const first = await Promise.race([expectAlive().then(() => "the others"), ...slow]);
    expect(first).toBe("the others");
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it("refuses headers that are too large, and none that are not HTTP's", async () => {
    const large = `GET /v1/models HTTP/1.1\r\nhost: a\r\nx-a: ${"a".repeat(100_000)}\r\n\r\n`;
    expect(await exchange(large)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await exchange("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    const both = `POST /v1/translate HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(await exchange(both)).toMatch(/^HTTP\/1\.1 400 /);
    await expectAlive();
  });

  it("refuses bodies that are too large, told or not", async () => {
    expect((await post(JSON.stringify({ text: "a".repeat(1.5e6) }))).status).toBe(413);
    const chunk = `80000\r\n${"a".repeat(0x80000)}\r\n`;
    const head = "POST /v1/translate HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";
    const chunked = await exchange(`${head}transfer-encoding: chunked\r\n\r\n${chunk.repeat(4)}0\r\n\r\n`, {
      until: "413",
    });
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
    const lie = await exchange(`${head}content-length: 99999999999\r\n\r\n{`, { until: "413" });
    expect(lie).toMatch(/^HTTP\/1\.1 413 /);
    await expectAlive();
  });

  it.each([
    ["deep lists", `{"text":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["deep objects", `${'{"text":'.repeat(50_000)}1${"}".repeat(50_000)}`],
    ["a list that has no end", `{"text":${"[".repeat(100_000)}`],
    ["__proto__", '{"text":"abc","__proto__":{"beam":5}}'],
    ["constructor", '{"text":"abc","constructor":{"prototype":{"beam":5}}}'],
    ["__proto__ in a line", '{"text":[{"source":"abc","__proto__":{"prefix":"p"}}]}'],
    ["a signal", '{"text":"abc","signal":{}}'],
    ["a huge number", '{"text":"abc","beam":1e999}'],
    ["nothing", ""],
    ["a number", "7"],
    ["null", "null"],
  ])("refuses %s", async (_, body) => {
    const { status, headers, body: answer } = await post(body);
    expect(status, answer).toBe(400);
    expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(wrongAnswer(status, String(headers["content-type"]), answer)).toBe(undefined);
    await expectAlive();
  });

  it("refuses bytes that are no UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"text":"'),
      Buffer.from([0xff, 0xc0, 0xaf]),
      Buffer.from('"}'),
    ]);
    expect((await post(bytes)).status).toBe(400);
  });

  it.each([
    ["GET", "/v1/translate", 405],
    ["DELETE", "/v1/models", 405],
    ["PUT", "/translate", 405],
    ["TRACE", "/v1/translate", 405],
    ["GET", "/v1/translates", 404],
    ["GET", "/../../etc/passwd", 404],
    ["GET", "/%2e%2e/%2e%2e/etc/passwd", 404],
    ["GET", "/%00", 404],
    ["GET", "/%ff", 404],
  ])("answers %s %s with %i", async (method, path, expected) => {
    const { status, headers, body } = await served.call({ method, path });
    expect(status, body).toBe(expected);
    if (expected === 405) expect(headers.allow).toMatch(/^[A-Z, ]+$/);
    expect(wrongAnswer(status, String(headers["content-type"]), body)).toBe(undefined);
  });

  it.each([
    ["text/plain", {}, 415],
    ["application/x-www-form-urlencoded", {}, 415],
    ["application/json", { "content-encoding": "gzip" }, 415],
  ] as const)("refuses bodies of the type %s %j", async (type, headers, expected) => {
    expect((await post(good, "/v1/translate", { "content-type": type, ...headers })).status).toBe(expected);
  });

  it("answers drawn bodies, or refuses them in words", async () => {
    const failures: string[] = [];
    const counts: Record<number, number> = {};
    let next = 0;
    const client = async () => {
      while (next < 3000) {
        const n = next++;
        const { path, body } = drawBody(new RandomStream(1, "service bodies", n));
        const reply = await post(body, path);
        counts[reply.status] = (counts[reply.status] ?? 0) + 1;
        const wrong = wrongAnswer(reply.status, String(reply.headers["content-type"]), reply.body);
        if (wrong !== undefined) failures.push(`${n}: ${path}: ${wrong}: ${reply.body.slice(0, 200)}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    expect(failures.slice(0, 10)).toEqual([]);
    expect(counts[200]).toBeGreaterThan(50);
    expect(counts[400]).toBeGreaterThan(500);
    await expectAlive();
  });
});
