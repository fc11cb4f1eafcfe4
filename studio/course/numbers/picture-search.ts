import { dot, softmax, weightedMean } from "./softmax.ts";

/** A search in a shelf of four pictures: tags are keys, what is searched for is the query, the pictures are values. */

export interface Picture {
  readonly name: string;
  /** Key: how far it is "warm", "wet" and "night", from −1 to 1. */
  readonly key: readonly number[];
  /** Value: 8 × 8 grey levels, 0 to 1, row after row. */
  readonly pixels: readonly number[];
}

/** What a key's numbers stand for. */
export const tagNames = ["warm", "wet", "night"] as const;

const drawing = (...rows: string[]): number[] =>
  rows.flatMap((row) => [...row].map((sign) => ({ ".": 0, "+": 0.5 })[sign] ?? 1));

export const pictures: readonly Picture[] = [
  {
    name: "sun",
    key: [1, -1, -1],
    pixels: drawing(
      "#..##..#",
      ".#....#.",
      "..####..",
      "#.####.#",
      "#.####.#",
      "..####..",
      ".#....#.",
      "#..##..#",
    ),
  },
  {
    name: "rain",
    key: [0.5, 1, -0.5],
    pixels: drawing(
      "..####..",
      ".######.",
      "########",
      "........",
      "#..#..#.",
      ".#..#..#",
      "#..#..#.",
      ".#..#..#",
    ),
  },
  {
    name: "snow",
    key: [-1, 1, -0.5],
    pixels: drawing(
      "#..##..#",
      ".#.##.#.",
      "..#..#..",
      "##.##.##",
      "##.##.##",
      "..#..#..",
      ".#.##.#.",
      "#..##..#",
    ),
  },
  {
    name: "moon",
    key: [-0.5, -1, 1],
    pixels: drawing(
      "..###...",
      ".###....",
      "###.....",
      "###.....",
      "###.....",
      "####...#",
      ".######.",
      "..####..",
    ),
  },
];

export interface Found {
  /** q·k for each picture. */
  readonly scores: readonly number[];
  readonly weights: readonly number[];
  /** The pictures averaged with the weights: 64 grey levels. */
  readonly pixels: readonly number[];
}

/**
 * A soft search: softmax(β q·k), then the weighted mean. As β grows it comes to the hard search of a database, which
 * takes the best match and nothing else.
 */
export function search(query: readonly number[], sharpness: number): Found {
  const scores = pictures.map(({ key }) => dot(query, key));
  const weights = softmax(scores.map((score) => sharpness * score));
  return {
    scores,
    weights,
    pixels: weightedMean(
      weights,
      pictures.map(({ pixels }) => pixels),
    ),
  };
}
