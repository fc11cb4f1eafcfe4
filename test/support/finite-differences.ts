import { type Dimension, gradient, input, type Shape, type Tensor, toOnnx } from "../../src/graph/index.ts";
import { RandomStream } from "../../src/random.ts";
import type { HostTensor, Runtime } from "../../src/runtime/index.ts";

/** Odd, distinct sizes, so that a transposition fails. */
const sizes: Readonly<Record<string, number>> = { B: 3, S: 5, T: 4 };

function sizeOf(dimension: Dimension): number {
  return typeof dimension === "number" ? dimension : sizes[dimension]!;
}

/** Values of an input, row-major. */
type Values = Record<string, { shape: readonly number[]; data: Float32Array }>;

export interface DirectionalDerivative {
  /** (f(x + εd) − f(x − εd)) / 2ε. */
  readonly numeric: number;
  /** ∇f(x)·d by the gradient graph. */
  readonly symbolic: number;
  /** |numeric − symbolic| over the larger of their sizes and ‖∇f‖·‖d‖ / 20, below which float32 has no say. */
  readonly error: number;
}

/**
 * Compares the gradient graph of a function with central finite differences along random directions.
 * @param shapes the inputs, by name; named dimensions have `sizes`
 * @param f a scalar of the inputs
 * @param draw values of an input (default: normal, standard deviation ½)
 */
export async function compareWithFiniteDifferences(
  runtime: Runtime,
  shapes: Readonly<Record<string, Shape>>,
  f: (inputs: Record<string, Tensor>) => Tensor,
  {
    directions = 3,
    epsilon = 1e-2,
    draw = (random: RandomStream) => 0.5 * random.normal(),
    feeds = {},
  }: {
    directions?: number;
    epsilon?: number;
    draw?: (random: RandomStream) => number;
    feeds?: Record<string, HostTensor>;
  } = {},
): Promise<DirectionalDerivative[]> {
  const names = Object.keys(shapes);
  const inputs = Object.fromEntries(names.map((name) => [name, input(name, shapes[name]!)]));
  const loss = f(inputs);
  const slopes = gradient(
    loss,
    names.map((name) => inputs[name]!),
  );
  const outputs = Object.fromEntries(names.map((name, index) => [`d ${name}`, slopes[index]!]));
  const executable = await runtime.compile(toOnnx({ loss, ...outputs }));

  const random = new RandomStream(7, names.join());
  const values: Values = {};
  for (const name of names) {
    const shape = shapes[name]!.map(sizeOf);
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    values[name] = { shape, data: data.map(() => draw(random)) };
  }
  const run = (distance: number, direction?: Values) => {
    const moved = names.map((name): [string, HostTensor] => {
      const { shape, data } = values[name]!;
      const step = direction?.[name]?.data;
      return [
        name,
        { dtype: "float32", shape, data: step ? data.map((x, i) => x + distance * step[i]!) : data },
      ];
    });
    const used = moved.filter(([name]) => executable.inputs.includes(name));
    return executable.run({ ...Object.fromEntries(used), ...feeds });
  };

  const here = await run(0);
  const results: DirectionalDerivative[] = [];
  for (let n = 0; n < directions; n++) {
    const direction: Values = {};
    let symbolic = 0;
    let squaredSlope = 0;
    let squaredDirection = 0;
    for (const name of names) {
      const { shape, data } = values[name]!;
      const along = data.map(() => random.normal());
      direction[name] = { shape, data: along };
      const slope = here[`d ${name}`]!.data as Float32Array;
      for (let i = 0; i < along.length; i++) {
        symbolic += slope[i]! * along[i]!;
        squaredSlope += slope[i]! ** 2;
        squaredDirection += along[i]! ** 2;
      }
    }
    const [up, down] = [await run(epsilon, direction), await run(-epsilon, direction)];
    const numeric = (Number(up.loss!.data[0]) - Number(down.loss!.data[0])) / (2 * epsilon);
    const scale = Math.max(
      Math.abs(numeric),
      Math.abs(symbolic),
      Math.sqrt(squaredSlope * squaredDirection) / 20,
    );
    results.push({ numeric, symbolic, error: Math.abs(numeric - symbolic) / Math.max(scale, 1e-6) });
  }
  return results;
}
