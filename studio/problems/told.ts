import type { AnyProblem, StudioProblem } from "./studio-problem.ts";

/** What went wrong, as the worker tells the page: in English, and as data, where there is any. */
export interface Told {
  readonly message: string;
  readonly problems: readonly AnyProblem[];
}

/** What an error tells. */
export function toldOf(thrown: unknown): Told {
  const memory = outOfMemory(thrown);
  if (memory !== null) return toldAs(memory);
  if (!(thrown instanceof Error)) return { message: String(thrown), problems: [] };
  const { problems = [] } = thrown as Error & { readonly problems?: readonly AnyProblem[] };
  return { message: thrown.message || thrown.name, problems };
}

export function toldAs(problem: AnyProblem): Told {
  return { message: problem.text, problems: [problem] };
}

/**
 * Browsers have no error of its own for a lack of memory: a typed array or a WebAssembly memory that cannot be made larger
 * gives a `RangeError`, and what is compiled to WebAssembly gives C++'s `std::bad_alloc` as a text.
 */
function outOfMemory(thrown: unknown): StudioProblem | null {
  for (let at = thrown; at instanceof Error; at = at.cause) {
    const isOfArrays = at.name === "RangeError" && /alloc|memory/i.test(at.message);
    if (!isOfArrays && !/bad_alloc|out of memory/i.test(at.message)) continue;
    const text =
      `This tab has too little memory for it (${at.message}). What was saved is still there. Close other tabs, or choose a ` +
      "smaller model, fewer pairs, or a lower training.batchTokens.";
    return { kind: "outOfMemory", text, reason: at.message };
  }
  return null;
}
