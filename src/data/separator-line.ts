/**
 * The separator that a table's first line says, as Excel reads it: `sep=;`, in quotes or not, perhaps with the separators
 * of empty cells behind it. Null where it is no such line.
 */
export function separatorOf(line: string): string | null {
  const [, separator, rest] =
    /^(?:"sep=([^"])"|sep=([^"]))(.*)$/isu.exec(line)?.filter((part) => part !== undefined) ?? [];
  return separator !== undefined && rest!.replaceAll(separator, "").trim() === "" ? separator : null;
}
