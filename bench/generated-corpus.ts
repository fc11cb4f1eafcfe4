import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { RandomStream } from "../src/random.ts";

/** Words of a vocabulary of this size, with Zipf's frequencies. */
const vocabulary = 30_000;
const linesAtOnce = 1000;

/** Writes a TSV file of drawn pairs, of about 100 bytes each, whatever their number: the same every time. */
export async function writeGeneratedCorpus(path: string, pairs: number): Promise<void> {
  const random = new RandomStream(1, "generated corpus");
  const line = (length: number, letter: string) =>
    Array.from({ length }, () => letter + Math.floor(vocabulary ** random.uniform()).toString(36)).join(" ");
  function* lines(): Generator<string> {
    for (let done = 0; done < pairs; done += linesAtOnce) {
      let text = "";
      for (let i = done; i < Math.min(pairs, done + linesAtOnce); i++) {
        const length = 4 + random.integer(14);
        text += `${line(length, "s")}\t${line(length + random.integer(4), "t")}\n`;
      }
      yield text;
    }
  }
  await pipeline(lines, createWriteStream(path));
}
