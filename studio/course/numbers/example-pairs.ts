/** A pair that chapters speak of. */
export interface ExamplePair {
  readonly source: readonly string[];
  readonly target: readonly string[];
  /** For each target token the source position, from 1, that one must have read to write it; 0 where none. */
  readonly needs: readonly number[];
}

export const examplePairs = {
  weather: {
    source: ["it", "is", "cold", "today"],
    target: ["今日", "は", "寒い"],
    needs: [4, 0, 3],
  },
  date: {
    source: ["3", "May", "2024"],
    target: ["2", "0", "2", "4", "-", "0", "5", "-", "0", "3"],
    needs: [3, 3, 3, 3, 0, 2, 2, 0, 1, 1],
  },
  reverse: {
    source: ["a", "b", "c", "d", "e"],
    target: ["e", "d", "c", "b", "a"],
    needs: [5, 4, 3, 2, 1],
  },
  tagging: {
    source: ["it", "is", "cold", "today"],
    target: ["PRON", "VERB", "ADJ", "NOUN"],
    needs: [1, 2, 3, 4],
  },
} as const satisfies Readonly<Record<string, ExamplePair>>;
