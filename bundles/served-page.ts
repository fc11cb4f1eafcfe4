/** The script of a service's page: the service answers. */

import { createClient, ServiceError } from "../src/client/index.ts";
import { messageOf } from "../src/errors.ts";
import type { Answer, Request } from "./messages.ts";
import { now, receive, started, startPage, warn, words } from "./page-view.ts";

const models = document.querySelector<HTMLSelectElement>("#model")!;
const examples = document.querySelectorAll<HTMLButtonElement>("#examples button");
const token = document.querySelector<HTMLInputElement>("#token")!;
const [modelLabel, tokenLabel] = ["model", "token"].map((id) => document.getElementById(`${id}-label`)!);

/** With the token that the reader has typed, if the service asked for one. */
const client = () => createClient(".", token.value === "" ? {} : { token: token.value });

modelLabel!.textContent = words.model;
tokenLabel!.textContent = words.token;
startPage((request) => void answer(request).then(receive), words.served);
models.addEventListener("change", () => {
  void describe();
  now();
});
token.addEventListener("change", () => {
  void describe();
  now();
});
void describe();

/** Shows the chosen model's size, and lets the reader choose where there are several. */
async function describe(): Promise<void> {
  try {
    const { models: served } = await client().models();
    if (models.options.length !== served.length) {
      models.replaceChildren(...served.map(({ name }) => new Option(name)));
      models.parentElement!.hidden = served.length < 2;
    }
    showExamples();
    const chosen = served.find(({ name }) => name === models.value);
    if (chosen) receive({ kind: "ready", parameters: chosen.parameters });
  } catch (error) {
    started();
    warn(explain(error));
  }
}

/** Those of the chosen model. */
function showExamples(): void {
  for (const example of examples) example.hidden = example.dataset.model !== models.value;
  const shown = [...examples].filter(({ hidden }) => !hidden);
  document.getElementById("examples")!.hidden = shown.length === 0;
  document.querySelector<HTMLTextAreaElement>("#source")!.placeholder = words.sourceHint(
    shown[0]?.textContent ?? "",
  );
}

async function answer({ id, line }: Request): Promise<Answer> {
  try {
    const start = performance.now();
    const found = await client().translate({
      text: line,
      beam: 5,
      nBest: 5,
      tokens: true,
      attention: true,
      ...(models.value !== "" && { model: models.value }),
    });
    const milliseconds = performance.now() - start;
    const { hypotheses = [], ...best } = found.translations[0]!;
    const full = (one: (typeof hypotheses)[number]) => ({
      ...one,
      tokens: one.tokens ?? [],
      tokenLogProbabilities: one.tokenLogProbabilities ?? [],
      attention: one.attention ?? null,
    });
    const translation = {
      ...full(best),
      source: line,
      sourceTokens: best.sourceTokens ?? [],
      truncated: best.truncated,
      atLimit: best.atLimit,
      hypotheses: hypotheses.map(full),
    };
    return { kind: "translation", id, translation, unknown: [], milliseconds };
  } catch (error) {
    return { kind: "failure", id, message: explain(error) };
  }
}

/** Why there is no answer; asks for a token where one is missing. */
function explain(error: unknown): string {
  if (error instanceof ServiceError && error.status === 401) {
    token.parentElement!.hidden = false;
    token.focus();
  }
  if (error instanceof ServiceError && error.problem !== undefined) return error.problem.detail;
  return messageOf(error);
}
