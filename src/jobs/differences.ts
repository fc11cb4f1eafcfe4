/**
 * Each value that differs between two settings, with its path: "training.epochs: 2 there, 3 now". Values of any kind are
 * compared by their JSON.
 */
export function differences(before: unknown, now: unknown, path = ""): string[] {
  if (isSection(before) && isSection(now)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => differences(before[key], now[key], path === "" ? key : `${path}.${key}`));
  }
  const [old, own] = [before, now].map((value) => JSON.stringify(value) ?? "nothing");
  return old === own ? [] : [`${path}: ${old} there, ${own} now`];
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
