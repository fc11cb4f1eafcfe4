/** henkan/text alone: the two kinds of subwords on a small text. Run: npx tsx examples/subwords.ts */
import { RandomStream } from "../src/random.ts";
import { type TokenizerOptions, trainTokenizer } from "../src/text/index.ts";

const stems = ["low", "new", "wide", "old", "cold", "slow", "kind", "long"];
const lines = stems.map((stem) => `${stem} ${stem.replace(/e$/, "")}er ${stem.replace(/e$/, "")}est`);
const options = { maximumVocabulary: 34, byteFallback: false, characterCoverage: 1 };
const learn = (kind: TokenizerOptions["kind"]) => trainTokenizer({ ...options, kind }, lines);
const [bpe, unigram] = [learn("bpe"), learn("unigram")];

const { merges } = JSON.parse(JSON.stringify(bpe)).model as { merges: [string, string][] };
console.log("merges:", merges.map((parts) => parts.join(" + ")).join(", "));
const { vocab } = JSON.parse(JSON.stringify(unigram)).model as { vocab: [string, number][] };
const probability = new Map(vocab.slice(4).map(([piece, score]) => [piece, Math.exp(score)]));
console.log("pieces:", [...probability].map(([piece, p]) => `${piece} ${p.toFixed(3)}`).join(", "));

for (const word of ["lowest", "widest", "coldness"]) {
  console.log(`${word}: bpe ${bpe.tokens(word).join(" ")} | unigram ${unigram.tokens(word).join(" ")}`);
}

/** How often each way to cut a word is drawn. */
const random = new RandomStream(1, "example");
const drawn = new Map<string, number>();
for (let i = 0; i < 1000; i++) {
  const ids = unigram.sample("lowest", random, 0.2);
  const way = ids.map((id) => unigram.vocabulary.token(id)).join(" ");
  drawn.set(way, (drawn.get(way) ?? 0) + 1);
}
for (const [way, count] of [...drawn].sort(([, a], [, b]) => b - a).slice(0, 3)) {
  const p = way.split(" ").reduce((product, piece) => product * probability.get(piece)!, 1);
  console.log(`P = ${p.toExponential(1)}, drawn ${count} times of 1000: ${way}`);
}
