import { describe, expect, it } from "vitest";
import { languageName, languagesOf } from "./languages.ts";
import { libreTranslate, libreTranslateError } from "./libretranslate.ts";
import { defaultLimits } from "./limits.ts";
import { ProblemError } from "./problem.ts";
import type { ModelsAnswer, TranslateRequest } from "./schema.ts";
import type { Service } from "./service.ts";

function model(source: string | null, target: string | null): ModelsAnswer["models"][number] {
  return {
    name: `${source}-${target}`,
    source,
    target,
    generation: 1,
    sha256: "0",
    parameters: 1,
    vocabulary: { source: 1, target: 1 },
    maximumLength: { source: 1, target: 1 },
    attention: true,
  };
}

const pairs = [model("en", "ja"), model("en", "fr"), model("de", "fr"), model(null, null)];

/** Writes what it is given in capitals; the n-th other output has n marks behind it. */
function shouting(asked: TranslateRequest[] = [], models = pairs) {
  const service = {
    limits: { ...defaultLimits, characters: 20, texts: 6 },
    models: () => models,
    async translate(request: TranslateRequest) {
      asked.push(request);
      return {
        model: request.model!,
        generation: 1,
        translations: (request.text as string[]).map((text) => ({
          text: text.toUpperCase(),
          hypotheses: Array.from({ length: request.nBest! }, (_, n) => ({
            text: text.toUpperCase() + "!".repeat(n),
          })),
        })),
      };
    },
  } as unknown as Service;
  return service;
}

async function ask(
  body: unknown,
  {
    service = shouting(),
    headers = {},
    path = "/translate",
    mayCall = undefined as ((key: string | undefined) => boolean) | undefined,
  } = {},
) {
  const app = libreTranslate(service, { mayCall });
  app.onError((error, c) => {
    if (!(error instanceof ProblemError)) throw error;
    return c.json(libreTranslateError(error.message), error.status);
  });
  const form = body instanceof URLSearchParams || body instanceof FormData;
  const written = form || body instanceof Uint8Array || typeof body === "string";
  const response = await app.request(path, {
    method: "POST",
    body: written ? (body as BodyInit) : JSON.stringify(body),
    headers: form ? headers : { "content-type": "application/json", ...headers },
  });
  return { status: response.status, answer: await response.json() };
}

describe("LibreTranslate's /translate", () => {
  it("answers a text with a text, and a list with a list", async () => {
    const one = { q: "hello", source: "en", target: "ja" };
    expect(await ask(one)).toEqual({ status: 200, answer: { translatedText: "HELLO" } });
    expect(await ask({ ...one, q: ["a", "b"] })).toEqual({
      status: 200,
      answer: { translatedText: ["A", "B"] },
    });
  });

  it("reads forms of both kinds, as older clients send them", async () => {
    const fields = { q: "hello", source: "en", target: "ja", api_key: "" };
    expect((await ask(new URLSearchParams(fields))).answer).toEqual({ translatedText: "HELLO" });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    expect((await ask(form)).answer).toEqual({ translatedText: "HELLO" });
  });

  it("reads what a form has in its query", async () => {
    const path = "/translate?q=a%20b&source=en&target=fr";
    const asked = { path, headers: { "content-type": "application/x-www-form-urlencoded" } };
    expect((await ask("", asked)).answer).toEqual({ translatedText: "A B" });
    expect((await ask("target=ja&q=100%", asked)).answer).toEqual({ translatedText: "100%" });
    expect((await ask("", { path, headers: { "content-type": "application/json" } })).answer).toEqual({
      error: "Invalid JSON format",
    });
  });

  it("reads nothing as what it is not: other charsets, compressed bodies, broken UTF-8", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const latin = new Uint8Array([...Buffer.from('{"q":"caf'), 0xe9, ...Buffer.from('","source":"en"}')]);
    for (const [body, headers, status, error] of [
      [latin, {}, 400, "the body is not UTF-8"],
      ["q=caf%E9&source=en&target=ja", form, 400, "the form is not UTF-8"],
      [
        "{}",
        { "content-encoding": "gzip" },
        415,
        'content-encoding "gzip": expected a body that is not compressed',
      ],
      ["{}", { "content-type": "application/json; charset=latin1" }, 415, 'charset "latin1": expected utf-8'],
    ] as const) {
      expect(await ask(body, { headers: headers as Record<string, string> })).toEqual({
        status,
        answer: { error },
      });
    }
  });

  it("translates line by line and keeps empty lines", async () => {
    const asked: TranslateRequest[] = [];
    const { answer } = await ask(
      { q: ["a\n\n b\r\nc", "d"], source: "en", target: "fr" },
      { service: shouting(asked) },
    );
    expect(answer).toEqual({ translatedText: ["A\n\n B\nC", "D"] });
    expect(asked).toEqual([{ model: "en-fr", text: ["a", "", " b", "c", "d"], beam: 5, nBest: 1 }]);
  });

  it("gives alternatives where they are asked for", async () => {
    const asked: TranslateRequest[] = [];
    const { answer } = await ask(
      { q: "a\nb", source: "en", target: "fr", alternatives: 2 },
      { service: shouting(asked) },
    );
    expect(answer).toEqual({ translatedText: "A\nB", alternatives: ["A!\nB!", "A!!\nB!!"] });
    expect(asked[0]).toMatchObject({ beam: 5, nBest: 3 });
  });

  it("takes the only source of a target for auto, and says that nothing was detected", async () => {
    expect((await ask({ q: "a", source: "auto", target: "ja" })).answer).toEqual({
      translatedText: "A",
      detectedLanguage: { confidence: 0, language: "en" },
    });
    expect(await ask({ q: "a", source: "auto", target: "fr" })).toEqual({
      status: 400,
      answer: { error: "auto is not supported: this service detects no languages; expected one of en, de" },
    });
  });

  it.each([
    [{ source: "en", target: "ja" }, "Invalid request: missing q parameter"],
    [{ q: "", source: "en", target: "ja" }, "Invalid request: missing q parameter"],
    [{ q: [], source: "en", target: "ja" }, "Invalid request: missing q parameter"],
    [{ q: "a", target: "ja" }, "Invalid request: missing source parameter"],
    [{ q: "a", source: "en" }, "Invalid request: missing target parameter"],
    [{ q: 7, source: "en", target: "ja" }, "Invalid request: q: expected a text or a list of texts"],
    [
      { q: "a".repeat(21), source: "en", target: "ja" },
      "Invalid request: request (21) exceeds text limit (20)",
    ],
    [
      { q: "a\n".repeat(6), source: "en", target: "ja" },
      "Invalid request: request (7) exceeds text limit (6)",
    ],
    [{ q: "a", source: "sw", target: "ja" }, "sw is not supported"],
    [{ q: "a", source: "en", target: "sw" }, "sw is not supported"],
    [
      { q: "a", source: "ja", target: "en" },
      "English (en) is not available as a target language from Japanese (ja)",
    ],
    [
      { q: "a", source: "en", target: "ja", alternatives: -1 },
      "Invalid request: alternatives: expected a whole number of 0 or more",
    ],
    [
      { q: "a", source: "en", target: "ja", alternatives: 16 },
      "Invalid request: alternatives: expected at most 15",
    ],
    [{ q: "<b>a</b>", source: "en", target: "ja", format: "html" }, "html format is not supported"],
    ["{", "Invalid JSON format"],
    ["[]", "Invalid JSON format"],
    ["null", "Invalid JSON format"],
  ])("refuses %j in its words", async (body, error) => {
    expect(await ask(body)).toEqual({ status: 400, answer: { error } });
  });

  it("refuses other types", async () => {
    expect(await ask("q=a", { headers: { "content-type": "text/plain" } })).toEqual({
      status: 415,
      answer: { error: "text/plain: expected application/json or a form" },
    });
  });

  it("asks for a key where one is needed", async () => {
    const mayCall = (key: string | undefined) => key === "right";
    const body = { q: "a", source: "en", target: "ja" };
    expect(await ask(body, { mayCall })).toEqual({
      status: 401,
      answer: { error: "Please contact the server operator to get an API key" },
    });
    expect((await ask({ ...body, api_key: "right" }, { mayCall })).status).toBe(200);
  });
});

describe("LibreTranslate's other paths", () => {
  it("tell languages, those that are only written too", async () => {
    expect((await ask({}, { path: "/languages" })).answer).toEqual([
      { code: "en", name: "English", targets: ["ja", "fr"] },
      { code: "ja", name: "Japanese", targets: [] },
      { code: "fr", name: "French", targets: [] },
      { code: "de", name: "German", targets: ["fr"] },
    ]);
    expect(languagesOf([model(null, null)])).toEqual([]);
    expect([languageName("zh-Hans"), languageName("not a code")]).toEqual([
      "Simplified Chinese",
      "not a code",
    ]);
  });

  it("write codes as clients do, and read them either way", async () => {
    const service = shouting([], [model("zh_Hans", "pt_BR")]);
    expect((await ask({}, { path: "/languages", service })).answer).toEqual([
      { code: "zh-Hans", name: "Simplified Chinese", targets: ["pt-BR"] },
      { code: "pt-BR", name: "Brazilian Portuguese", targets: [] },
    ]);
    for (const [source, target] of [
      ["zh-Hans", "pt-BR"],
      ["zh_hans", "pt_br"],
    ]) {
      expect((await ask({ q: "a", source, target }, { service })).answer).toEqual({ translatedText: "A" });
    }
    expect((await ask({ q: "a", source: "auto", target: "pt-BR" }, { service })).answer).toMatchObject({
      detectedLanguage: { language: "zh-Hans" },
    });
  });

  it("tell settings", async () => {
    expect((await ask({}, { path: "/frontend/settings" })).answer).toMatchObject({
      charLimit: 20,
      keyRequired: false,
      language: { source: { code: "en", name: "English" }, target: { code: "ja", name: "Japanese" } },
    });
  });
});
