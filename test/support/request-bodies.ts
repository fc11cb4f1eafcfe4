import type { RandomStream } from "../../src/random.ts";
import { mutated } from "./mutations.ts";

/** A body that a service is sent, and where. */
export interface DrawnBody {
  readonly path: string;
  readonly body: Uint8Array;
}

/** Requests as they are meant, by path. */
const seeds: readonly (readonly [path: string, body: unknown])[] = [
  ["/v1/translate", { text: "abc" }],
  [
    "/v1/translate",
    { text: ["abc", { source: "ab", prefix: "p", include: ["q r"], exclude: ["s"] }], beam: 3 },
  ],
  [
    "/v1/translate",
    { model: "letters", text: "hg", beam: 4, nBest: 2, groups: 2, diversity: 0.5, lengthPenalty: "average" },
  ],
  [
    "/v1/translate",
    { text: "abc", minimumLength: 1, maximumLength: 3, noRepeatNgram: 2, repetitionPenalty: 1.5 },
  ],
  [
    "/v1/translate",
    { text: ["a"], sampling: { temperature: 0.5, topK: 3, topP: 0.9, seed: 7 }, nBest: 2, tokens: true },
  ],
  ["/v1/score", { pairs: [{ source: "abc", target: "p q" }], tokens: true, attention: true }],
  ["/v1/translate/stream", { text: "abc", maximumLength: 2 }],
  [
    "/translate",
    { q: ["abc", "d"], source: "en", target: "ja", alternatives: 1, format: "text", api_key: "" },
  ],
];

/** Values that no schema expects in most places. */
const values: readonly unknown[] = [
  ...[null, true, "", "abc", " ", "\u0000", "\ud800", "寒い", "\u202e", "a".repeat(6000)],
  ...[0, -0, 1, -1, 0.5, 2, 1e21, 1e308, -1e308, 2 ** 53, 4294967296, 1e-320],
  ...[[], {}, [[]], [null], { source: "a" }, { source: 1 }, Array.from({ length: 1100 }, () => "a")],
  ...["__proto__", "constructor", "../../etc/passwd", "file:///etc/passwd", "<script>", "average"],
];

/** Keys that mean something to a language, or to a part of the service that is none of a client's. */
const keys = [
  "__proto__",
  "constructor",
  "toString",
  "signal",
  "then",
  "length",
  "source",
  "text",
  "beam",
  "q",
  "",
];

/**
 * A drawn body: a meant one whose bytes, or some of whose values and keys, have been changed; one that is deeply nested;
 * or bytes without sense.
 */
export function drawBody(random: RandomStream): DrawnBody {
  const [path, meant] = seeds[random.integer(seeds.length)]!;
  const encode = (text: string) => new TextEncoder().encode(text);
  switch (random.integer(8)) {
    case 0: {
      const depth = 1 + random.integer(20_000);
      const [open, close] = random.integer(2) === 0 ? ["[", "]"] : ['{"text":', "}"];
      return {
        path,
        body: encode(`{"text":${open.repeat(depth)}1${close.repeat(random.integer(2) * depth)}}`),
      };
    }
    case 1:
      return { path, body: Uint8Array.from({ length: random.integer(200) }, () => random.integer(256)) };
    case 2:
    case 3:
    case 4:
      return { path, body: mutated(encode(JSON.stringify(meant)), random) };
    default:
      return { path, body: encode(altered(meant, random)) };
  }
}

/** JSON of a value, some of whose parts are others; written by hand, so that `__proto__` is a key. */
function altered(value: unknown, random: RandomStream): string {
  if (random.integer(7) === 0) return json(values[random.integer(values.length)]);
  if (Array.isArray(value)) return `[${value.map((one) => altered(one, random)).join()}]`;
  if (typeof value !== "object" || value === null) return json(value);
  const entries = Object.entries(value)
    .filter(() => random.integer(12) > 0)
    .map(([key, one]): [string, string] => [key, altered(one, random)]);
  if (random.integer(4) === 0) {
    entries.push([keys[random.integer(keys.length)]!, json(values[random.integer(values.length)])]);
  }
  return `{${entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join()}}`;
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}

/** What no answer may have in it: files and stacks of the server. */
const leaks =
  /node_modules|file:\/\/\/(?!etc\/passwd)|\/work\/|\/home\/|\/tmp\/|\.tsx?\b|\.js:\d+|\n\s+at |ERR_[A-Z]|ECONN|onnxruntime/;

/**
 * What is wrong with an answer to a drawn body; undefined where it is right: done or refused, never with 500, and without
 * a word about the inside of the server.
 */
export function wrongAnswer(status: number, type: string, body: string): string | undefined {
  if (status === 500 || status === 0 || status >= 600) return `status ${status}`;
  const leak = leaks.exec(body);
  if (leak !== null) return `it has ${JSON.stringify(leak[0])} in it`;
  if (status >= 400) {
    try {
      const { error, detail } = JSON.parse(body) as Record<string, unknown>;
      if (typeof (error ?? detail) !== "string") return "its error has no words";
    } catch {
      return `its error is no JSON: ${type}`;
    }
  }
  return undefined;
}
