/** The names of the numbers that JSON lacks. */
export const nonFiniteNames = ["Infinity", "-Infinity", "NaN"] as const;

/**
 * Writes a value as JSON. `JSON.stringify` writes null for the numbers that JSON lacks, and no reader can tell what
 * they were; here they are strings: "Infinity", "-Infinity", "NaN". Everything else is as `JSON.stringify` writes it.
 * @param indent spaces per level (default: everything on one line)
 */
export function formatJson(value: unknown, indent?: number): string {
  const written = (_: string, part: unknown) =>
    typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  return JSON.stringify(value, written, indent);
}

/** Reads what `formatJson` wrote, if no string in the value is one of the three names. */
export function parseJsonNumbers(json: string): unknown {
  const names: readonly unknown[] = nonFiniteNames;
  return JSON.parse(json, (_, part: unknown) => (names.includes(part) ? Number(part) : part));
}
