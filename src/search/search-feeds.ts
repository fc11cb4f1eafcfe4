import { timeMajor } from "../data/batch.ts";
import { RandomStream } from "../random.ts";
import type { HostTensors } from "../runtime/index.ts";
import { PAD } from "../text/index.ts";
import { otherSourceName } from "./other-sources.ts";
import type { EncodedRequest } from "./request.ts";
import { numbersOf, type SearchPlan } from "./search-plan.ts";

/**
 * The inputs of a search graph for a batch of lines (see `searchGraph`).
 * @param least S is at least so much: sources are padded to it
 */
export function searchFeeds(lines: readonly EncodedRequest[], plan: SearchPlan, least = 0): HostTensors {
  const B = lines.length;
  const others = lines[0]!.otherIds.map((_, n) => {
    const ids = lines.map(({ otherIds }) => otherIds[n]!);
    return [otherSourceName(n), sideBySide(ids, least)] as const;
  });
  const copies = lines.flatMap((line) => line.copies ?? []);
  return {
    source: sideBySide(
      lines.map(({ ids }) => ids),
      least,
    ),
    ...Object.fromEntries(others),
    ...(copies.length > 0 && { copies: sideBySide(copies, least) }),
    ...Object.fromEntries(
      numbersOf(plan).map((name) => [name, floats(lines.map(({ numbers }) => numbers[name]))]),
    ),
    limit: integers(
      [B],
      lines.map(({ limit }) => limit),
    ),
    ...(plan.minimum && {
      minimum: integers(
        [B],
        lines.map(({ minimum }) => minimum),
      ),
    }),
    ...(plan.prefix && { prefix: prefixes(lines) }),
    ...(plan.include && {
      include: phrases(
        lines.map(({ include }) => include),
        "behind",
      ),
    }),
    ...(plan.exclude > 0 && {
      exclude: phrases(
        lines.map(({ exclude }) => exclude),
        "before",
        plan.exclude,
      ),
    }),
    ...(plan.sampling && { uniform: uniform(lines, plan.slots) }),
  };
}

/** `[S, B]` with PAD behind each. */
function sideBySide(sequences: readonly Int32Array[], least: number) {
  const data = timeMajor(sequences, least);
  const B = sequences.length;
  return { dtype: "int32", shape: [data.length / B, B], data } as const;
}

/** `[P, B]`. */
function prefixes(lines: readonly EncodedRequest[]) {
  const P = Math.max(...lines.map(({ prefixIds }) => prefixIds.length), 1);
  const values = Array.from({ length: P }, (_, p) => lines.map(({ prefixIds }) => prefixIds[p] ?? PAD));
  return integers([P, lines.length], values.flat());
}

/** `[B, C, L]` with PAD before or behind each phrase. */
function phrases(
  ofLines: readonly (readonly (readonly number[])[])[],
  pad: "before" | "behind",
  length?: number,
) {
  const C = Math.max(1, ...ofLines.map((own) => own.length));
  const L = length ?? Math.max(1, ...ofLines.flat().map((phrase) => phrase.length));
  const values = ofLines.flatMap((own) =>
    Array.from({ length: C }, (_, c) => {
      const phrase = own[c] ?? [];
      const filling = Array<number>(L - phrase.length).fill(PAD);
      return pad === "before" ? [...filling, ...phrase] : [...phrase, ...filling];
    }).flat(),
  );
  return integers([ofLines.length, C, L], values);
}

/**
 * `[U, B, N]` numbers in [0, 1), keyed by seed, line and draw, so that a line has the same draws in any batch. They
 * have 24 bits: none rounds to 1 in float32.
 */
function uniform(lines: readonly EncodedRequest[], N: number) {
  const U = Math.max(...lines.map(({ limit }) => limit));
  const data = new Float32Array(U * lines.length * N);
  lines.forEach(({ line, limit, seed }, b) => {
    for (let n = 0; n < N; n++) {
      const random = new RandomStream(seed, `sample ${line}`, n);
      for (let u = 0; u < limit; u++)
        data[(u * lines.length + b) * N + n] = (random.uint32() >>> 8) / 2 ** 24;
    }
  });
  return { dtype: "float32", shape: [U, lines.length, N], data } as const;
}

function floats(values: readonly number[]) {
  return { dtype: "float32", shape: [values.length, 1], data: Float32Array.from(values) } as const;
}

function integers(shape: readonly number[], values: readonly number[]) {
  return { dtype: "int64", shape, data: BigInt64Array.from(values, (value) => BigInt(value)) } as const;
}
