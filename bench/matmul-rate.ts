import { input, matmul, toOnnx } from "../src/graph/index.ts";
import { RandomStream } from "../src/random.ts";
import type { Runtime } from "../src/runtime/index.ts";
import { type Timed, timed } from "./interleave.ts";

const size = 2048;

/** Floating-point operations of one call of `squareProduct`. */
export const squareProductFlops = 2 * size ** 3;

/** The runtime's own best: one 2048³ float32 product, into a preallocated result. */
export async function squareProduct(runtime: Runtime): Promise<Timed> {
  const executable = await runtime.compile(
    toOnnx({ product: matmul(input("a", [size, size]), input("b", [size, size])) }),
  );
  const random = new RandomStream(1, "bench matrices");
  const matrix = () => ({
    dtype: "float32" as const,
    shape: [size, size],
    data: Float32Array.from({ length: size * size }, () => random.uniform() - 0.5),
  });
  const feeds = { a: matrix(), b: matrix() };
  const into = { product: matrix() };
  return timed(() => executable.run(feeds, into));
}
