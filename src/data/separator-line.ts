/**
 * The separator that a table's first line declares, as Excel reads it: `sep=;`, quoted or not, perhaps followed by the
 * separators of empty cells. Null if the line declares none.
 */
export function separatorOf(line: string): string | null {
  const [, separator, rest] =
    /^(?:"sep=([^"])"|sep=([^"]))(.*)$/isu.exec(line)?.filter((part) => part !== undefined) ?? [];
  return separator !== undefined && rest!.replaceAll(separator, "").trim() === "" ? separator : null;
}
