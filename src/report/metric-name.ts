/** Names with a special spelling. */
const known: Readonly<Record<string, string>> = { chrf: "chrF", "chrf++": "chrF++" };

/** A metric's name as a page shows it: abbreviations in capitals, words as words. */
export function shownName(metric: string): string {
  return known[metric] ?? (metric.length <= 4 ? metric.toUpperCase() : metric.replaceAll("_", " "));
}
