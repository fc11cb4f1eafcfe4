import type { OptimizerDefinition, UpdateRule } from "./update-rule.ts";

/** ε₁ and d of the paper: what squares are raised by, and the root mean square beyond which an update is scaled down. */
const floor = 1e-30;
const clippingThreshold = 1;

export const adafactor: OptimizerDefinition = {
  description: "second moments by rows and columns alone, next to no memory (Shazeer 2018)",
  reads: [],
  create: () => rule,
};

/**
 * Adafactor (Shazeer 2018, algorithm 4) with a given learning rate η and without a first moment. Of the second moments
 * of a matrix only the means over each row R and over each column C are kept:
 *
 *     R ← β R + (1 − β) mean over columns (g² + ε₁),  C ← β C + (1 − β) mean over rows (g² + ε₁),  β = 1 − t^−0.8
 *     u = g / √(R C / mean R),  w ← w − η u / max(1, RMS(u) / d)
 *
 * A vector is one row: then R C / mean R = C, and nothing is factored. The state is R, C, and room for 1 / √C.
 */
const rule: UpdateRule = {
  decoupledDecay: true,
  elementwise: false,
  stateLengths: (rows, columns) => [rows, columns, columns],
  update(kernels, { rows, columns, values, gradient, state }, { update, rate, scale, keep }) {
    const beta = 1 - update ** -0.8;
    const [R, C, inverseRoots] = state as [Float32Array, Float32Array, Float32Array];
    const rowBytes = 4 * columns;
    const slope = (row: number) => gradient.byteOffset + row * rowBytes;

    for (let column = 0; column < columns; column++) C[column] = beta * C[column]! + (1 - beta) * floor;
    let mean = 0;
    for (let row = 0; row < rows; row++) {
      const pull = ((1 - beta) * scale * scale) / rows;
      const squares = scale * scale * kernels.addSquares(slope(row), C.byteOffset, rowBytes, pull);
      R[row] = beta * R[row]! + (1 - beta) * (squares / columns + floor);
      mean += R[row]! / rows;
    }

    for (let column = 0; column < columns; column++) inverseRoots[column] = 1 / Math.sqrt(C[column]!);
    let squares = 0; // Σ u²
    for (let row = 0; row < rows; row++) {
      squares += (mean / R[row]!) * kernels.scaledSquares(slope(row), inverseRoots.byteOffset, rowBytes);
    }
    const size = scale * Math.sqrt(squares / (rows * columns)); // RMS(u)
    const step = (rate * scale) / Math.max(1, size / clippingThreshold);
    for (let row = 0; row < rows; row++) {
      const place = values.byteOffset + row * rowBytes;
      const rowStep = step * Math.sqrt(mean / R[row]!);
      kernels.descendScaled(place, slope(row), inverseRoots.byteOffset, rowBytes, keep, rowStep);
    }
  },
};
