/** henkan/metrics alone: score translations from anywhere. Run: npx tsx examples/score-text.ts */
import { corpusScore, metricsNamed, sentenceOf, sentenceScores, toSegments } from "../src/metrics/index.ts";

const hypotheses = ["It is cold today.", "The cat sat on a mat."];
const references = [["It is cold today.", "Today it is cold."], ["The cat sat on the mat."]];
const segments = toSegments(
  hypotheses.map(sentenceOf),
  references.map((all) => all.map(sentenceOf)),
);
for (const metric of metricsNamed(["bleu", "chrf", "chrf++", "ter", "cer"])) {
  const each = sentenceScores(metric, segments).map((score) => score.toFixed(1));
  console.log(metric.name, corpusScore(metric, segments).toFixed(2), each.join(" "), metric.signature("var"));
}
