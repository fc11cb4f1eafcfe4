/** Longer sources do not invite the reader to try them. */
const longest = 60;
const most = 4;

/** Sources of the examples in a report (`renderReport`) that are short enough to show as something to try. */
export function exampleSources(report: string): string[] {
  const lines = report.matchAll(/<p class="source"[^>]*>([^<]*)<\/p>/g);
  const sources = [...lines].map(([, markup]) => unescapeMarkup(markup!));
  return [...new Set(sources)].filter((source) => source.length <= longest).slice(0, most);
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** The reverse of `escapeMarkup`. */
function unescapeMarkup(markup: string): string {
  return markup.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]!);
}
