import { escapeMarkup } from "../report/escape.ts";
import type { ModelToExport } from "./model-to-export.ts";

export interface PageParts extends Pick<ModelToExport, "name" | "examples"> {
  /** The model of each example, where a page has several: its buttons say it, `data-model`. */
  readonly exampleModels?: readonly string[];
  /** The script that fills it (default: that of an exported page). */
  readonly script?: string;
  /** Markup above the text (default: none). */
  readonly controls?: string;
  /** Markup that says what the page needs, shown where its script does not run (default: a web server and JavaScript). */
  readonly needs?: string;
  /** Markup of further links at its end (default: none). */
  readonly links?: string;
}

/** index.html of an exported page. bundles/page-view.ts fills it in the reader's language, and finds its parts by id. */
export function renderPage({
  name,
  examples,
  exampleModels = [],
  script = "page.js",
  controls = "",
  needs = `Open this page through a web server, such as
<code>python3 -m http.server</code>, and not as a file; and with JavaScript.`,
  links = "",
}: PageParts): string {
  const title = escapeMarkup(name);
  const [first = "", ...others] = examples.map(escapeMarkup);
  const buttons = [first, ...others].map((example, n) => {
    const model = exampleModels[n];
    const of = model === undefined ? "" : ` data-model="${escapeMarkup(model)}"`;
    return `<button type="button"${of}>${example}</button>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:; base-uri 'none'; form-action 'none'">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
<script type="module" src="${script}"></script>
</head>
<body>
<main>
<h1>${title}</h1>
<form autocomplete="off">
${controls}<label id="source-label" for="source">Text</label>
<textarea id="source" rows="1" dir="auto" placeholder="${first}" enterkeyhint="go" autocapitalize="off" spellcheck="false"></textarea>
<div id="examples"${first === "" ? " hidden" : ""}><span id="examples-label">Try</span>${first === "" ? "" : buttons.join("")}</div>
</form>
<div id="progress" aria-hidden="true"></div>
<p id="state" role="status"></p>
<p id="alarm" role="alert" hidden></p>
<div id="result" aria-live="polite" hidden>
<h2 id="output-label">Output</h2>
<p><output id="output" for="source" dir="auto"></output></p>
<p class="note"><span id="about"></span> <span id="time"></span></p>
<p class="note" id="notes"></p>
</div>
<section id="hypotheses" aria-labelledby="hypotheses-label" hidden>
<h2 id="hypotheses-label">Other outputs</h2>
<ol id="others"></ol>
</section>
<section id="attention" aria-labelledby="attention-label" hidden>
<h2 id="attention-label">Where the model looked</h2>
<div id="looked">
<p class="lit-words" id="source-words"></p>
<p class="lit-words" id="output-words"></p>
<div id="map" class="map" role="group" aria-labelledby="attention-label" tabindex="0"></div>
</div>
<p class="note" id="told" role="status"></p>
<p class="note light" id="attention-note"></p>
<p class="note dark" id="attention-note-dark"></p>
</section>
<p id="needs-server">Nothing happens? ${needs}</p>
<footer>
<p id="privacy"></p>
<p><span id="parameters"></span> <span id="size"></span> <span>henkan · <a id="licences" href="licenses.txt">licences</a>${links}</span></p>
</footer>
</main>
</body>
</html>
`;
}
