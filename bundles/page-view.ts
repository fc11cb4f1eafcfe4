/** What an exported page and the page of a service have in common: takes text, asks for its translation, shows it. */
import { eastAsianLanguage, isEastAsian } from "../src/report/language.ts";
import type { Hypothesis } from "../src/search/hypothesis.ts";
import { AttentionMap } from "./attention-map.ts";
import type { Answer, Request } from "./messages.ts";
import { type Words, wordsFor } from "./words.ts";

type Translated = Extract<Answer, { kind: "translation" }>;
/** Milliseconds without a key before the text is translated. */
const pause = 200;

export const words: Words = wordsFor(navigator.languages);
const element = (id: string) => document.getElementById(id)!;
const source = element("source") as HTMLTextAreaElement;
const output = element("output");
const state = element("state");
const alarm = element("alarm");
const map = new AttentionMap(
  {
    map: element("map"),
    source: element("source-words"),
    output: element("output-words"),
    told: element("told"),
  },
  (output, source, weight) => words.looked(output, source, percent(weight)),
);

/** Where requests go; what answers them calls `receive`. */
let send: (request: Request) => void = () => {};

/** The id of the newest request, of the one that the worker has, and whether a newer text waits. */
let [newest, running, waiting] = [0, false, false];
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Fills the page with words in the reader's language, and begins to listen.
 * @param ask receives each text; one at a time, until `receive` has its answer
 * @param privacy where the text is computed, in words
 */
export function startPage(ask: (request: Request) => void, privacy: string): void {
  send = ask;
  label(privacy);
  source.addEventListener("input", (event) => {
    if (!(event as InputEvent).isComposing) later();
  });
  source.addEventListener("compositionend", later);
  source.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    now();
  });
  for (const example of document.querySelectorAll<HTMLButtonElement>("#examples button")) {
    example.addEventListener("click", () => {
      source.value = example.textContent;
      now();
    });
  }
  // A phone would cover half of the page with its keyboard.
  if (matchMedia("(hover: hover)").matches) source.focus();
  // A browser may keep the text of a page that is loaded again.
  if (source.value !== "") now();
}

function label(privacy: string): void {
  document.documentElement.lang = words.language;
  const texts: Record<string, string> = {
    "source-label": words.source,
    "examples-label": words.examples,
    "output-label": words.output,
    "hypotheses-label": words.hypotheses,
    "attention-label": words.attention,
    "attention-note": words.attentionNote,
    "attention-note-dark": words.attentionNoteDark,
    licences: words.licences,
    privacy,
    state: words.starting,
  };
  for (const [id, text] of Object.entries(texts)) element(id).textContent = text;
  source.placeholder = words.sourceHint(source.placeholder);
  element("needs-server").remove();
}

function later(): void {
  clearTimeout(timer);
  timer = setTimeout(now, pause);
}

/** Asks for the text as it stands; while the worker is busy the newest text waits, and those between are left out. */
export function now(): void {
  clearTimeout(timer);
  if (running) {
    waiting = true;
    return;
  }
  const line = source.value.replaceAll(/\s+/g, " ").trim();
  running = true;
  newest++;
  element("result").setAttribute("aria-busy", "true");
  send({ id: newest, line });
}

export function receive(answer: Answer): void {
  if (answer.kind === "loading") {
    const share = answer.loaded / answer.total;
    state.textContent = words.loading(percent(share));
    element("progress").style.setProperty("--share", String(share));
  } else if (answer.kind === "ready") {
    started();
    const number = new Intl.NumberFormat(words.language, {
      notation: "compact",
      maximumSignificantDigits: 3,
    });
    element("parameters").textContent = words.parameters(number.format(answer.parameters));
    if (answer.bytes !== undefined) element("size").textContent = `${number.format(answer.bytes / 1e6)} MB`;
  } else if (answer.kind === "failure" && answer.id === undefined) {
    started();
    warn(`${words.loadFailure}\n${answer.message}`);
  } else {
    running = false;
    if (answer.kind === "translation") show(answer);
    else warn(`${words.failure}\n${answer.message}`);
    element("result").removeAttribute("aria-busy");
    if (!waiting) return;
    waiting = false;
    now();
  }
}

/** Says no longer that the page starts. */
export function started(): void {
  state.textContent = "";
  element("progress").hidden = true;
}

export function warn(message: string): void {
  alarm.textContent = message;
  alarm.hidden = false;
}

function show({ translation, unknown, milliseconds }: Translated): void {
  const { source: line, text, logProbability, sourceTokens, tokens, attention, truncated } = translation;
  alarm.hidden = true;
  element("result").hidden = line === "";
  output.textContent = text || (line === "" ? "" : words.empty);
  output.classList.toggle("note", text === "");
  const language = eastAsianLanguage([line, text]);
  for (const [part, shown] of [
    [output, text],
    [source, line],
    [element("looked"), line + text],
  ] as const) {
    part.lang = isEastAsian(shown) ? language : "";
  }
  element("about").textContent = words.probability(percent(Math.exp(logProbability)));
  element("time").textContent = words.time(milliseconds.toFixed(milliseconds < 10 ? 1 : 0));
  const notes = [
    ...(unknown.length > 0 ? [words.unknown(unknown.join(" "))] : []),
    ...(truncated ? [words.truncated] : []),
  ];
  element("notes").textContent = notes.join("\n");
  showHypotheses(translation.hypotheses, language);
  const weights = attention ?? [];
  element("attention").hidden = weights.length === 0;
  if (weights.length > 0) map.show({ sourceTokens, tokens, attention: weights });
}

/** The first hypothesis is the output itself. */
function showHypotheses(hypotheses: readonly Hypothesis[], language: string): void {
  const others = hypotheses.slice(1);
  element("hypotheses").hidden = others.length === 0;
  element("others").replaceChildren(
    ...others.map(({ text, logProbability }) => {
      const item = document.createElement("li");
      const [shown, probability] = [document.createElement("span"), document.createElement("span")];
      shown.textContent = text || words.empty;
      shown.lang = isEastAsian(text) ? language : "";
      probability.textContent = percent(Math.exp(logProbability));
      probability.className = "note";
      item.append(shown, probability);
      return item;
    }),
  );
}

/** To two digits where it is less than one percent: probabilities of long sentences are small. */
function percent(share: number): string {
  const format = new Intl.NumberFormat(words.language, {
    style: "percent",
    ...(share < 0.01 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 }),
  });
  return format.format(share);
}
