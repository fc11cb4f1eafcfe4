import { ShapeError } from "../errors.ts";
import { add } from "./elementwise.ts";
import { applyOne } from "./node.ts";
import { sumTo } from "./reduce.ts";
import { alignTime, reshape, transpose } from "./reshape.ts";
import { broadcastShapes, formatShape, mergeDimensions, type Shape } from "./shape.ts";
import { checkDTypes, type Tensor } from "./tensor.ts";

/** Which operands enter with their last two axes exchanged. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * The matrix product of the last two axes, `[…, M, K] · […, K, N] → […, M, N]`; axes in front broadcast.
 * @throws {ShapeError} where the inner sizes differ
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  const { transposeA = false, transposeB = false } = options;
  const shape = matmulShape(a, b, transposeA, transposeB);
  return applyOne({
    operator: "FusedMatMul",
    domain: "com.microsoft",
    inputs: [a, b],
    outputs: [{ shape, dtype: a.dtype }],
    attributes: { transA: Number(transposeA), transB: Number(transposeB) },
    gradient: ([dy], { inputs: [left, right] }) =>
      dy === undefined ? [] : matmulGradient(dy, left!, right!, transposeA, transposeB),
    lift: (lifted) => {
      const [left, right] = alignTime(lifted, [a, b], shape.length);
      return [matmul(left!, right!, options)];
    },
  });
}

/**
 * a · b + c for matrices `[M, K] · [K, N] + [M, N]` (or `[N]`, `[1, N]`): one operator, where c would cost another pass.
 * @throws {ShapeError} where the shapes do not fit
 */
export function affine(a: Tensor, b: Tensor, c: Tensor): Tensor {
  if (a.rank !== 2 || b.rank !== 2 || c.rank > 2) return add(matmul(a, b), c);
  const shape = matmulShape(a, b, false, false);
  broadcastShapes("affine", [shape, c.shape]);
  return applyOne({
    operator: "Gemm",
    inputs: [a, b, c],
    outputs: [{ shape, dtype: a.dtype }],
    gradient: ([dy], { inputs: [left, right, offset] }) =>
      dy === undefined ? [] : [...matmulGradient(dy, left!, right!, false, false), sumTo(dy, offset!.shape)],
    lift: (lifted) => {
      const [left, right, offset] = alignTime(lifted, [a, b, c], 2);
      return [affine(left!, right!, offset!)];
    },
  });
}

function matmulShape(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Shape {
  const problem = (reason: string) =>
    new ShapeError(
      `matmul: ${formatShape(a.shape)}${transposeA ? "ᵀ" : ""} · ${formatShape(b.shape)}${transposeB ? "ᵀ" : ""}: ${reason}`,
    );
  checkDTypes("matmul", [a, b]);
  if (a.rank < 2 || b.rank < 2) throw problem("both sides need two axes or more");
  const [rows, inner] = transposeA ? [a.dimension(-1), a.dimension(-2)] : [a.dimension(-2), a.dimension(-1)];
  const [innerB, columns] = transposeB
    ? [b.dimension(-1), b.dimension(-2)]
    : [b.dimension(-2), b.dimension(-1)];
  if (inner !== innerB) throw problem(`the inner sizes ${inner} and ${innerB} differ`);
  return [...broadcastShapes("matmul", [a.shape.slice(0, -2), b.shape.slice(0, -2)]), rows, columns];
}

/** ∂/∂a = dy · bᵀ and ∂/∂b = aᵀ · dy, with the transposes moved into the operator's flags. */
function matmulGradient(
  dy: Tensor,
  a: Tensor,
  b: Tensor,
  transposeA: boolean,
  transposeB: boolean,
): readonly [Tensor, Tensor] {
  const da = transposeA
    ? matmul(b, dy, { transposeA: transposeB, transposeB: true })
    : matmul(dy, b, { transposeB: !transposeB });
  // Where b is shared along leading axes of a (time, batch), those become rows: one product, and no sum after it.
  const [rowsA, rowsY] = transposeA ? [a, dy] : [sharedAxesToRows(a, b.rank), sharedAxesToRows(dy, b.rank)];
  const db = transposeB
    ? matmul(rowsY, rowsA, { transposeA: true, transposeB: transposeA })
    : matmul(rowsA, rowsY, { transposeA: !transposeA });
  return [sumTo(da, a.shape), sumTo(db, b.shape)];
}

/** `[T, B, M, K]` → `[B, T*M, K]` for a right side of rank 3, `[T*B*M, K]` for one of rank 2. */
function sharedAxesToRows(x: Tensor, rank: number): Tensor {
  const shared = x.rank - rank;
  if (shared <= 0) return x;
  const axes = [...x.shape.keys()];
  const order = [...axes.slice(shared, -2), ...axes.slice(0, shared), ...axes.slice(-2)];
  const ordered = rank === 2 ? x : transpose(x, order);
  const rows = [...x.shape.slice(0, shared), x.dimension(-2)].reduce(mergeDimensions);
  return reshape(ordered, [...x.shape.slice(shared, -2), rows, x.dimension(-1)]);
}
