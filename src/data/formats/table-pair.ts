import { DataError } from "../../errors.ts";
import { type PairLine, trimPair } from "../pair.ts";
import type { Row } from "./delimited-rows.ts";
import { singleLine } from "./single-line.ts";

/**
 * The pair of a row.
 * @param columns the indices of source and target
 * @param toText converts a field to text
 * @throws {DataError} if the row lacks one of them
 */
export function tablePair(
  { fields, line }: Row,
  [source, target]: readonly [source: number, target: number],
  name: string,
  toText: (field: string) => string = (field) => field,
): PairLine {
  if (fields.every((field) => field.trim() === "")) return "blank";
  const [from, to] = [fields[source], fields[target]];
  if (from !== undefined && to !== undefined) {
    return trimPair({ source: singleLine(toText(from)), target: singleLine(toText(to)) });
  }
  const needed = Math.max(source, target) + 1;
  throw new DataError({
    kind: "fewColumns",
    text:
      `${name}:${line}: the row has ${fields.length} fields: expected at least ${needed}, as ` +
      "its columns say; a field that holds a delimiter or a line end has to be in quotes",
    ...{ place: `${name}:${line}`, columns: fields.length, needed },
  });
}
