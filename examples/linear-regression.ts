/** henkan/graph alone: fit y = 2x − 1 by gradient descent. Run: npx tsx examples/linear-regression.ts */
import { add, gradient, input, matmul, mean, square, sub, toOnnx } from "../src/graph/index.ts";
import { openRuntime } from "../src/runtime/index.ts";

const x = input("x", ["N", 1]);
const y = input("y", ["N", 1]);
const w = input("w", [1, 1]);
const b = input("b", [1]);
const loss = mean(square(sub(add(matmul(x, w), b), y)));
const [dw, db] = gradient(loss, [w, b]);

const runtime = await openRuntime({ threads: 1 });
const step = await runtime.compile(toOnnx({ loss, dw: dw!, db: db! }));

const xs = Float32Array.from({ length: 20 }, (_, i) => i / 10 - 1);
const column = (data: Float32Array) => ({ dtype: "float32", shape: [data.length, 1], data }) as const;
const [weight, bias] = [Float32Array.of(0), Float32Array.of(0)];
for (let update = 0; update < 200; update++) {
  const parameters = { w: column(weight), b: { ...column(bias), shape: [1] } };
  const result = await step.run({
    x: column(xs),
    y: column(xs.map((value) => 2 * value - 1)),
    ...parameters,
  });
  weight[0]! -= 0.2 * Number(result.dw!.data[0]);
  bias[0]! -= 0.2 * Number(result.db!.data[0]);
}
console.log(`y = ${weight[0]!.toFixed(3)} x + ${bias[0]!.toFixed(3)}`);
