import { editDistance } from "../metrics/index.ts";

/** The known name that is fewest edits away from a mistyped one; undefined if none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const letters = (word: string) => [...word.toLowerCase()];
  const scored = known.map((candidate) => ({
    candidate,
    edits: editDistance(letters(name), letters(candidate)),
  }));
  const [best] = scored.sort((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= Math.max(2, name.length / 3) ? best.candidate : undefined;
}
