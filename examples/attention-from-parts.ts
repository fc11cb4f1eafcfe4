/**
 * henkan/nn alone: a GRU and attention, put together by hand, learn to tell the first of five tokens.
 * Run: npx tsx examples/attention-from-parts.ts
 */
import {
  argMax,
  crossEntropy,
  expandDims,
  gradient,
  input,
  mean,
  scan,
  squeeze,
  toOnnx,
  zeros,
} from "../src/graph/index.ts";
import {
  applyLinear,
  attention,
  cell,
  embed,
  embedding,
  embeddingNormal,
  linear,
  Parameters,
  RandomStream,
  Weights,
} from "../src/nn/index.ts";
import { openRuntime } from "../src/runtime/index.ts";

const [S, B, V, E, H] = [5, 32, 7, 8, 16];

// The parts declare their parameters.
const parameters = new Parameters();
const table = embedding(parameters, "source", [V, E], embeddingNormal);
const gru = cell("gru", parameters, "encoder", [E], H, { recurrent: "orthogonal", forgetBias: 1 });
const options = { score: "additive", heads: 1, sharpness: 1, coverage: false } as const;
const prepare = attention(parameters, "attention", options, { query: H, key: H, value: H });
const output = linear(parameters, "output", [H], V);

// The graph: read the source, attend to it with the last state, and name a token.
const source = input("source", ["S", "B"], "int32");
const embedded = embed(table, source); // [S, B, E]
const { outputs, states } = scan(
  { sequences: [embedded], initial: [zeros(["B", H], embedded)] },
  ([x], before) => {
    const step = gru.step([x!], before);
    return { states: step.states, outputs: [step.output] };
  },
);
const memory = outputs[0]!; // [S, B, H]
const attend = prepare(memory, memory, input("mask", ["S", "B"]));
const { context } = attend(expandDims(states[0]!, 1)); // [B, 1, H]
const logits = applyLinear(output, squeeze(context, 1)); // [B, V]
const loss = mean(crossEntropy(logits, input("target", ["B"], "int32")));

// One graph gives the loss and its gradient, another the answer.
const gradientName = (parameter: string) => `d ${parameter}`;
const gradients = gradient(loss, parameters.tensors).map((tensor, n) => [
  gradientName(parameters.specs[n]!.name),
  tensor,
]);
const runtime = await openRuntime({ threads: 1 });
const training = await runtime.compile(toOnnx({ loss, ...Object.fromEntries(gradients) }));
const answering = await runtime.compile(toOnnx({ answer: argMax(logits) }));

const batch = (tokens: Int32Array) => {
  const shape = [S, tokens.length / S];
  const mask = new Float32Array(tokens.length).fill(1); // no padding
  return {
    source: { dtype: "int32", shape, data: tokens },
    mask: { dtype: "float32", shape, data: mask },
  } as const;
};

// Gradient descent on one flat buffer of weights.
const weights = new Weights(parameters.specs);
weights.initialize(parameters.specs, 1);
const slopes = new Weights(parameters.specs);
for (let update = 0; update < 400; update++) {
  const random = new RandomStream(1, "batch", update);
  const tokens = Int32Array.from({ length: S * B }, () => random.integer(V));
  const target = { dtype: "int32", shape: [B], data: tokens.subarray(0, B) } as const;
  await training.run(
    { ...weights.tensors(), ...batch(tokens), target },
    {
      loss: { dtype: "float32", shape: [], data: new Float32Array(1) },
      ...slopes.tensors(gradientName),
    },
  );
  slopes.values.forEach((slope, i) => {
    weights.values[i]! -= 0.5 * slope;
  });
}

const tokens = Int32Array.of(6, 0, 4, 0, 2);
const { answer } = await answering.run({ ...weights.tensors(), ...batch(tokens) });
console.log(`first of ${tokens.join(" ")}: ${answer!.data[0]}`);
