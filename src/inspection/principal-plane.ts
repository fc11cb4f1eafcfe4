/** The plane through points in which they lie furthest apart: principal component analysis, its first two axes. */
export interface PrincipalPlane {
  /** A point's place in the plane, also of a point that the plane was not made of. */
  place(point: ArrayLike<number>): readonly [x: number, y: number];
  /** The shares of the variance along the two axes, from 0 to 1. */
  readonly explained: readonly [number, number];
}

/**
 * Finds the plane. Each axis points to the side of its largest element, so that the same points always give the same
 * picture. What has no second direction, or no first one, lies on a line, or in one place.
 * @param points at least one, `[H]` each
 */
export function principalPlane(points: readonly ArrayLike<number>[]): PrincipalPlane {
  const [n, H] = [points.length, points[0]!.length];
  const mean = Float64Array.from(
    { length: H },
    (_, h) => points.reduce((sum, point) => sum + point[h]!, 0) / n,
  );
  const centred = points.map((point) => Float64Array.from({ length: H }, (_, h) => point[h]! - mean[h]!));
  // The products of the points with each other, n × n, have the same eigenvalues as those of the dimensions, H × H.
  const gram = centred.map((a) => Float64Array.from(centred, (b) => dot(a, b)));
  const total = gram.reduce((sum, row, i) => sum + row[i]!, 0);
  const pairs = eigenpairs(gram).slice(0, 2);
  const axes = pairs.map(({ vector }) => axisOf(centred, vector));
  const share = (k: number) => (total > 0 ? Math.max(0, pairs[k]?.value ?? 0) / total : 0);
  const place = (point: ArrayLike<number>) => {
    const from = Float64Array.from({ length: H }, (_, h) => point[h]! - mean[h]!);
    return [axes[0] ? dot(from, axes[0]) : 0, axes[1] ? dot(from, axes[1]) : 0] as const;
  };
  return { place, explained: [share(0), share(1)] };
}

/** Xᵀu scaled to length 1, for an eigenvector u of XXᵀ; zeros where there is no such direction. */
function axisOf(centred: readonly Float64Array[], vector: Float64Array): Float64Array {
  const axis = new Float64Array(centred[0]!.length);
  centred.forEach((point, i) => {
    for (let h = 0; h < axis.length; h++) axis[h]! += vector[i]! * point[h]!;
  });
  const length = Math.sqrt(dot(axis, axis));
  const scale = Math.sqrt(centred.reduce((sum, point) => sum + dot(point, point), 0));
  if (length <= 1e-7 * scale || length === 0) return axis.fill(0);
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-12 ? value : best), 0);
  return axis.map((value) => (value / length) * (largest < 0 ? -1 : 1));
}

interface Eigenpair {
  readonly value: number;
  readonly vector: Float64Array;
}

/** The eigenvalues of a symmetric matrix, the largest first, with their vectors: cyclic Jacobi rotations. */
export function eigenpairs(symmetric: readonly Float64Array[]): Eigenpair[] {
  const n = symmetric.length;
  const a = symmetric.map((row) => row.slice());
  const vectors = a.map((_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  const size = Math.max(...a.map((row) => Math.max(...row.map(Math.abs))));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off = Math.max(off, Math.abs(a[p]![q]!));
    if (off <= 1e-14 * size) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q);
  }
  return a
    .map((row, i) => ({ value: row[i]!, vector: Float64Array.from(vectors, (of) => of[i]!) }))
    .sort((x, y) => y.value - x.value);
}

/** The rotation that makes a[p][q] zero (Golub and Van Loan, section 8.5). */
function rotate(a: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) turn(row, p, q, c, s);
  const [rowP, rowQ] = [a[p]!.slice(), a[q]!.slice()];
  for (let k = 0; k < rowP.length; k++) {
    a[p]![k] = c * rowP[k]! - s * rowQ[k]!;
    a[q]![k] = s * rowP[k]! + c * rowQ[k]!;
  }
  for (const row of vectors) turn(row, p, q, c, s);
}

function turn(row: Float64Array, p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p]!, row[q]!];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
