import { type Context, Hono } from "hono";
import { languageCode, languageName, languagesOf } from "./languages.ts";
import { type LibreTranslateText, readLibreTranslateBody, refusal } from "./libretranslate-request.ts";
import { ProblemError } from "./problem.ts";
import type { Service } from "./service.ts";

/** The paths that answer as LibreTranslate does, errors included. */
export const libreTranslatePaths: readonly string[] = ["/translate", "/languages", "/frontend/settings"];

export interface LibreTranslateOptions {
  /**
   * Whether a key, which clients send in the body as `api_key`, is one that may call; undefined: none is needed. A request
   * with the right bearer token needs no key.
   */
  readonly mayCall?: ((key: string | undefined, context: Context) => boolean) | undefined;
}

/** Hypotheses side by side: clients of this protocol cannot choose. */
const usualBeam = 5;

/**
 * LibreTranslate's `/translate`, `/languages` and `/frontend/settings`, for clients that speak it, such as Weblate. Models
 * are chosen by their languages. A text is translated line by line.
 */
export function libreTranslate(service: Service, { mayCall }: LibreTranslateOptions = {}): Hono {
  const app = new Hono();
  app.on(["GET", "POST"], "/languages", (c) => c.json(languagesOf(service.models())));
  app.on(["GET", "POST"], "/frontend/settings", (c) =>
    c.json(frontendSettings(service, mayCall !== undefined)),
  );
  app.post("/translate", async (c) => {
    const text = await readLibreTranslateBody(c.req.raw, service.limits);
    if (mayCall !== undefined && !mayCall(text.key, c)) {
      throw new ProblemError("unauthorized", "Please contact the server operator to get an API key");
    }
    return c.json(await translate(service, text, c.req.raw.signal));
  });
  return app;
}

/** The body of an error. */
export function libreTranslateError(message: string): { readonly error: string } {
  return { error: message };
}

async function translate(service: Service, text: LibreTranslateText, signal: AbortSignal) {
  const { q, source, target, alternatives } = text;
  const model = modelFor(service, source, target);
  const texts = typeof q === "string" ? [q] : q;
  const pieces = texts.map((one) => one.split(/\r\n|\r|\n/));
  const nBest = alternatives + 1;
  const beam = Math.min(Math.max(usualBeam, nBest), service.limits.beam);
  const lines = pieces.flat().map((line) => (line.trim() === "" ? "" : line));
  const { translations } = await service.translate(
    { model: model.name, text: lines, beam, nBest },
    { signal },
  );
  // By text and rank: the n-th outputs of its lines, or the last of those that have fewer.
  const found = pieces.map((own) => {
    const answers = translations.splice(0, own.length);
    return Array.from({ length: nBest }, (_, n) =>
      answers
        .map(({ text: best, hypotheses = [] }) =>
          n === 0 ? best : ((hypotheses[n] ?? hypotheses.at(-1))?.text ?? best),
        )
        .join("\n"),
    );
  });
  const others = found.map(([best, ...more]) => [...new Set(more)].filter((one) => one !== best));
  const detected = { confidence: 0, language: languageCode(model.source) };
  const whole = <Value>(values: readonly Value[]) => (typeof q === "string" ? values[0]! : values);
  return {
    translatedText: whole(found.map(([best]) => best!)),
    ...(source === "auto" && { detectedLanguage: whole(texts.map(() => detected)) }),
    ...(alternatives > 0 && { alternatives: whole(others) }),
  };
}

/** The models whose languages are known. */
function withLanguages(service: Service) {
  return service
    .models()
    .flatMap((model) =>
      model.source === null || model.target === null
        ? []
        : [{ ...model, source: model.source, target: model.target }],
    );
}

/** Nothing is detected here: "auto" is the only source that a target has. */
function modelFor(service: Service, source: string, target: string) {
  const same = (a: string, b: string) => languageCode(a).toLowerCase() === languageCode(b).toLowerCase();
  const models = withLanguages(service);
  const writing = models.filter((model) => same(model.target, target));
  const found = writing.filter((model) => source === "auto" || same(model.source, source));
  if (found.length > 1 && source === "auto") {
    const sources = found.map((model) => languageCode(model.source)).join(", ");
    throw refusal(`auto is not supported: this service detects no languages; expected one of ${sources}`);
  }
  if (found.length > 0) return found[0]!;
  for (const code of source === "auto" ? [target] : [source, target]) {
    if (!models.some((model) => same(model.source, code) || same(model.target, code)))
      throw refusal(`${code} is not supported`);
  }
  throw refusal(
    `${languageName(target)} (${target}) is not available as a target language from ${languageName(source)} (${source})`,
  );
}

/** What LibreTranslate's own page, and some clients, ask for first. */
function frontendSettings(service: Service, keyRequired: boolean) {
  const [first] = withLanguages(service);
  const language = (code = "") => ({ code: languageCode(code), name: code && languageName(code) });
  return {
    apiKeys: keyRequired,
    charLimit: service.limits.characters,
    filesTranslation: false,
    frontendTimeout: 500,
    keyRequired,
    language: { source: language(first?.source), target: language(first?.target) },
    suggestions: false,
    supportedFilesFormat: [],
  };
}
