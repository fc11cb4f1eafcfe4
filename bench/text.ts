import { RandomStream } from "../src/random.ts";
import { type Tokenizer, type TokenizerKind, trainTokenizer } from "../src/text/index.ts";
import { judges } from "../test/support/judges.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { benchPairs } from "./pairs.ts";

const kinds = ["bpe", "unigram"] as const satisfies readonly TokenizerKind[];
/** 8,000 merges, and what else is in the vocabulary: special symbols, bytes, about 1,700 characters. */
const size = 10_000;
const millionLines = 1_000_000;

/**
 * Learning and encoding subwords, beside the two programs of Hugging Face with the same tokenizer.json. Times are the
 * processor's (user and system, all threads), so that what else the machine does counts less.
 */
export const text: Bench = async ({ say }) => {
  const { name, train } = await benchPairs();
  const japanese = train.map(({ target }) => target);
  const sets = [
    { set: `${name} ja`, lines: japanese },
    { set: `${name} ja, no spaces`, lines: japanese.map((line) => line.replaceAll(" ", "")) },
    { set: `${name} en`, lines: train.map(({ source }) => source) },
  ];
  const figures: Figure[] = [];
  for (const kind of kinds) {
    for (const { set, lines } of sets) {
      say(`${kind}: ${set}`);
      const { value: tokenizer, seconds } = timed(() =>
        trainTokenizer({ kind, maximumVocabulary: size }, lines),
      );
      const V = tokenizer.vocabulary.size;
      figures.push({
        name: `${kind}: learn ${set}`,
        value: seconds,
        unit: "s",
        ...(kind === "bpe" && { target: 3, better: "below" as const }),
        note: `${lines.length} lines, V ${V}`,
      });
      figures.push(...(await encodingSpeeds(`${kind}: encode ${set}`, tokenizer, lines)));
    }
    say(`${kind}: ${millionLines} drawn lines`);
    const { value: tokenizer, seconds } = timed(() =>
      trainTokenizer({ kind, maximumVocabulary: size }, drawnLines(millionLines)),
    );
    figures.push({
      name: `${kind}: learn ${millionLines} drawn lines`,
      value: seconds,
      unit: "s",
      ...(kind === "bpe" && { target: 60, better: "below" as const }),
      note: `V ${tokenizer.vocabulary.size}; drawing them included`,
    });
  }
  return figures;
};

/** Tokens a second of processor time: ours, and the other programs'. */
async function encodingSpeeds(
  name: string,
  tokenizer: Tokenizer,
  lines: readonly string[],
): Promise<Figure[]> {
  const own = { name: "henkan", encode: async () => lines.map((line) => tokenizer.encode(line)) };
  const others = judges(tokenizer.toJSON()).map((judge) => ({
    name: judge.name,
    encode: () => judge.encode(lines),
  }));
  const figures: Figure[] = [];
  for (const program of [own, ...others]) {
    await program.encode(); // warm
    const start = process.cpuUsage();
    const ids = await program.encode();
    const seconds = processorSeconds(start);
    const tokens = ids.reduce((sum, { length }) => sum + length, 0);
    const target = program === own ? { target: 1 } : {};
    figures.push({
      name: `${name}, ${program.name}`,
      value: tokens / seconds / 1e6,
      unit: "M tokens/s",
      ...target,
    });
  }
  return figures;
}

function timed<T>(work: () => T): { value: T; seconds: number } {
  const start = process.cpuUsage();
  const value = work();
  return { value, seconds: processorSeconds(start) };
}

function processorSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Lines of about ten words of Zipf's frequencies, spelled with syllables: 200,000 words, most of them rare. */
function* drawnLines(count: number): Generator<string> {
  const random = new RandomStream(1, "bench lines");
  const syllables = [
    ..."あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
  ];
  const spell = (word: number): string => {
    let text = "";
    for (let rest = word; ; rest = Math.floor(rest / syllables.length)) {
      text += syllables[rest % syllables.length];
      if (rest < syllables.length) return text;
    }
  };
  for (let line = 0; line < count; line++) {
    const words = Array.from({ length: 5 + random.integer(11) }, () =>
      spell(Math.floor(200_000 ** random.uniform())),
    );
    yield words.join(" ");
  }
}
