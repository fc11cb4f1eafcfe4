/** A metric's name as a page shows it: abbreviations in capitals, words as words. */
export function shownName(metric: string): string {
  return metric.length <= 4 ? metric.toUpperCase() : metric.replaceAll("_", " ");
}
