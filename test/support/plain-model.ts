import type { Model } from "../../src/seq2seq/model.ts";
import { BOS, EOS, PAD } from "../../src/text/index.ts";

/*
 * One model in plain loops, in double precision: a bidirectional LSTM of one layer that reads, an LSTM with input feeding
 * and dot-product attention that writes. It shares nothing with the graphs but the weights, and everything in it can be
 * changed between two steps: what the what-if changes of src/inspection are tested against.
 */

type Vector = readonly number[];

export interface PlainSource {
  /** The encoder's states, S of them. */
  readonly memory: readonly Vector[];
  /** h, c and the attentional state before the first step. */
  readonly initial: readonly Vector[];
  /** Gates i, f, o, g of the forward reader. */
  readonly forwardGates: readonly Gates[];
}

export interface PlainStep {
  /** P of each next token. */
  readonly probabilities: Vector;
  readonly attention: Vector;
  readonly states: readonly Vector[];
  readonly gates: Gates;
}

type Gates = Readonly<Record<"i" | "f" | "o" | "g", Vector>>;

/** What a test changes. */
export interface PlainChanges {
  /** By step: what must be written, what must not, the attention, and states by index, whole or one element. */
  readonly force?: Readonly<Record<number, number>>;
  readonly forbid?: Readonly<Record<number, number>>;
  readonly attention?: Readonly<Record<number, Vector>>;
  readonly states?: (step: number, states: readonly Vector[]) => readonly Vector[];
}

export function plainModel({ weights }: Model) {
  const parameter = (name: string): Vector => Array.from(weights.view(name).data);
  const row = (name: string, index: number): Vector => {
    const { data, shape } = weights.view(name);
    return Array.from(data.subarray(index * shape[1]!, (index + 1) * shape[1]!));
  };
  const times = (x: Vector, name: string): Vector => {
    const { data, shape } = weights.view(name);
    return Array.from({ length: shape[1]! }, (_, j) =>
      x.reduce((sum, value, i) => sum + value * data[i * shape[1]! + j]!, 0),
    );
  };
  const lstm = (name: string, xs: readonly Vector[], [h, c]: readonly Vector[]) => {
    const products = xs.map((x, n) => times(x, `${name}.weight_x${n}`));
    const all = plus(parameter(`${name}.bias`), times(h!, `${name}.weight_h`), ...products);
    const H = h!.length;
    const part = (n: number) => all.slice(n * H, (n + 1) * H);
    const gates: Gates = {
      i: part(0).map(sigmoid),
      f: part(1).map(sigmoid),
      o: part(2).map(sigmoid),
      g: part(3).map(Math.tanh),
    };
    const memory = c!.map((before, k) => gates.f[k]! * before + gates.i[k]! * gates.g[k]!);
    return { states: [memory.map((x, k) => gates.o[k]! * Math.tanh(x)), memory], gates };
  };

  function read(ids: ArrayLike<number>): PlainSource {
    const embedded = Array.from(ids, (id) => row("encoder.embedding", id));
    const half = weights.view("encoder.0.forward.weight_h").shape[0]!;
    const run = (direction: string, xs: readonly Vector[]) => {
      let states: readonly Vector[] = [zeros(half), zeros(half)];
      return xs.map((x) => {
        const after = lstm(`encoder.0.${direction}`, [x], states);
        states = after.states;
        return after;
      });
    };
    const forward = run("forward", embedded);
    const backward = run("backward", embedded.toReversed());
    const memory = forward.map(({ states }, s) => [
      ...states[0]!,
      ...backward[backward.length - 1 - s]!.states[0]!,
    ]);
    const vector = [...forward.at(-1)!.states[0]!, ...backward.at(-1)!.states[0]!];
    const begin = (n: number) =>
      plus(parameter(`bridge.${n}.bias`), times(vector, `bridge.${n}.weight`)).map(Math.tanh);
    const first = [begin(0), begin(1)];
    return {
      memory,
      initial: [...first, zeros(first[0]!.length)],
      forwardGates: forward.map(({ gates }) => gates),
    };
  }

  function step(source: PlainSource, token: number, states: readonly Vector[], forced?: Vector): PlainStep {
    const [h, c, fed] = states;
    const { states: after, gates } = lstm("decoder.0", [row("decoder.embedding", token), fed!], [h!, c!]);
    const attention = forced ?? softmax(source.memory.map((key) => dot(after[0]!, key)));
    const context = source.memory[0]!.map((_, k) =>
      dot(
        attention,
        source.memory.map((one) => one[k]!),
      ),
    );
    const state = plus(
      times(context, "decoder.combine.weight_0"),
      times(after[0]!, "decoder.combine.weight_1"),
      parameter("decoder.combine.bias"),
    ).map(Math.tanh);
    const logits = plus(times(state, "decoder.output.weight"), parameter("decoder.output.bias"));
    const probabilities = softmax(
      logits.map((x, id) => (id === PAD || id === BOS ? Number.NEGATIVE_INFINITY : x)),
    );
    return { probabilities, attention, states: [...after, state], gates };
  }

  return {
    read,
    step,
    /** What greedy search writes, `</s>` included, and what each step did. */
    greedy(ids: ArrayLike<number>, limit: number, changes: PlainChanges = {}) {
      const source = read(ids);
      const written: number[] = [];
      const steps: PlainStep[] = [];
      let states = source.initial;
      while (written.at(-1) !== EOS) {
        const t = written.length;
        const before = changes.states?.(t, states) ?? states;
        const now = step(source, written.at(-1) ?? BOS, before, changes.attention?.[t]);
        const allowed = now.probabilities.map((p, id) => (changes.forbid?.[t] === id ? -1 : p));
        const best = allowed.indexOf(Math.max(...allowed));
        written.push(t + 1 === limit ? EOS : (changes.force?.[t] ?? best));
        steps.push(now);
        states = now.states;
      }
      return { ids: written, steps };
    },
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softmax(scores: Vector): Vector {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

function plus(...terms: readonly Vector[]): Vector {
  return terms[0]!.map((_, i) => terms.reduce((sum, term) => sum + term[i]!, 0));
}

function zeros(size: number): Vector {
  return Array<number>(size).fill(0);
}
