import type { ExampleLengths } from "./example-source.ts";

/**
 * Cuts a batch into parts whose gradients are computed by themselves. A part is a run of the batch's examples, and the
 * parts have as nearly the same number of tokens as that allows, of source and target together; so examples of like
 * length stay together. A batch with fewer examples than parts has as many parts as examples.
 *
 * @param rows [B] the numbers of the batch's examples
 * @returns for each part the numbers of its examples, at least one
 */
export function cutBatch(lengths: ExampleLengths, rows: Int32Array, parts: number): Int32Array[] {
  const count = Math.min(parts, rows.length);
  const tokens = [0]; // in the first 0, 1, … rows
  for (const row of rows) tokens.push(tokens.at(-1)! + lengths.sourceLength(row) + lengths.targetLength(row));
  const cut: Int32Array[] = [];
  let start = 0;
  for (let part = 1; part < count; part++) {
    const goal = (part * tokens.at(-1)!) / count;
    const isNearer = (one: number, other: number) =>
      Math.abs(tokens[one]! - goal) < Math.abs(tokens[other]! - goal);
    const last = rows.length - (count - part); // the parts that follow have at least one row each
    let end = start + 1;
    while (end < last && isNearer(end + 1, end)) end++;
    cut.push(rows.subarray(start, end));
    start = end;
  }
  return [...cut, rows.subarray(start)];
}
