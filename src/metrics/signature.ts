import { henkanVersion } from "../version.ts";

/**
 * A metric's settings in sacreBLEU's form: `nrefs:1|…|version:henkan-0.1.0`.
 * @param fields in the order in which they are shown; true and false become `yes` and `no`
 */
export function formatSignature(
  references: number | "var",
  fields: Readonly<Record<string, string | number | boolean>>,
): string {
  const all = { nrefs: references, ...fields, version: `henkan-${henkanVersion}` };
  return Object.entries(all)
    .map(([name, value]) => `${name}:${typeof value === "boolean" ? (value ? "yes" : "no") : value}`)
    .join("|");
}

/** The field `case` of a metric that does or does not lower-case first. */
export function caseField(lowercase: boolean): string {
  return lowercase ? "lc" : "mixed";
}
