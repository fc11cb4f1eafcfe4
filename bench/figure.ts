/** A number that a bench gives, and what it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** "" for a ratio. */
  readonly unit: string;
  /** What an issue asks for; undefined for a number that only informs. */
  readonly target?: number;
  /** What the project aims at beyond that. */
  readonly aim?: number;
  /** On which side of the target the value is to be (default "above"). */
  readonly better?: "above" | "below";
  /** How the number came to be, in a few words. */
  readonly note?: string;
}

/** Whether a value is on the right side of its target; undefined without a target. */
export function isMet({ value, target, better = "above" }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return better === "above" ? value >= target : value <= target;
}

/** Figures as an aligned table. */
export function formatFigures(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, target, aim, better = "above", note = "" } = figure;
    const sign = better === "above" ? "≥" : "≤";
    const bound = (limit: number | undefined) =>
      limit === undefined ? "" : `${sign} ${formatNumber(limit, unit)}`;
    const met = isMet(figure);
    const verdict = met === undefined ? "" : met ? "met" : "NOT met";
    return [name, formatNumber(value, unit), bound(target), verdict, bound(aim), note];
  });
  const table = [["figure", "value", "target", "", "aim", "how"], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => (column === 1 ? cell.padStart(widths[1]!) : cell.padEnd(widths[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function formatNumber(value: number, unit: string): string {
  if (unit === "%") return `${(100 * value).toFixed(1)} %`;
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${unit === "" ? "" : ` ${unit}`}`;
}
