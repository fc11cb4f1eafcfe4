import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Timed } from "../interleave.ts";
import type { CaseFile } from "./case.ts";

/** Threads of PyTorch's own loops and of its matrix products. */
export interface PytorchThreads {
  readonly openmp: number;
  readonly openblas: number;
}

/** The settings of which PyTorch's best counts. */
export const threadSettings: readonly PytorchThreads[] = [
  { openmp: 1, openblas: 1 },
  { openmp: 1, openblas: 2 },
  { openmp: 2, openblas: 1 },
  { openmp: 2, openblas: 2 },
];

export function describeThreads({ openmp, openblas }: PytorchThreads): string {
  return `${openmp} OpenMP × ${openblas} OpenBLAS threads`;
}

/** PyTorch in a process of its own, with the model and batch of a case. */
export interface Pytorch {
  readonly version: string;
  /** The library file that computes its matrix products. */
  readonly blas: string;
  readonly time: Timed;
  /** Of the last call. */
  readonly result: { loss: number; gradientNorm: number };
  stop(): void;
}

// Debian's own Python: another one in the PATH does not see python3-torch.
const python = "/usr/bin/python3";
// libblas.so.3 is a choice among libraries (update-alternatives); this folder's comes first whatever was chosen.
const openblas = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/openblas-pthread`;

/** @throws {Error} where PyTorch or its OpenBLAS is missing, with what to do */
export async function startPytorch(file: CaseFile, threads: PytorchThreads): Promise<Pytorch> {
  const { child, answers } = spawnPytorch("pytorch.py", [file.path], threads);
  const { torch, blas } = (await answers()) as { torch: string; blas: string };
  refuseOtherBlas(blas);
  const result = { loss: Number.NaN, gradientNorm: Number.NaN };
  return {
    version: torch,
    blas,
    result,
    async time(calls) {
      child.stdin!.write(`${calls}\n`);
      const { seconds, loss, gradientNorm } = (await answers()) as Record<string, number>;
      Object.assign(result, { loss, gradientNorm });
      return seconds! * 1000;
    },
    stop: () => child.stdin!.end(),
  };
}

/**
 * Runs a script of this folder in Debian's Python.
 * @returns the process, and a function that waits for its next answer, a line of JSON
 * @throws {Error} where OpenBLAS is missing; the function throws where the process ends without an answer
 */
export function spawnPytorch(script: string, parameters: readonly string[], threads: PytorchThreads) {
  if (!existsSync(openblas)) throw new Error(missing(`no ${openblas}`));
  const child = spawn(python, [join(import.meta.dirname, script), ...parameters], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      OMP_NUM_THREADS: String(threads.openmp),
      OPENBLAS_NUM_THREADS: String(threads.openblas),
      LD_LIBRARY_PATH: openblas,
    },
  });
  return { child, answers: answersOf(child) };
}

/** @throws {Error} where PyTorch has loaded another library than the OpenBLAS that it is fastest with */
export function refuseOtherBlas(blas: string): void {
  if (!blas.startsWith(openblas)) throw new Error(missing(`PyTorch computes with ${blas}`));
}

/** The child's answers, a line of JSON each, in order. */
function answersOf(child: ChildProcess): () => Promise<unknown> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  let complaint = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  return async () => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    const reason = complaint.trim().split("\n").at(-1) || "it ended";
    const isMissing = /^(ModuleNotFound|Import)Error/.test(reason);
    throw new Error(isMissing ? missing(reason) : `peers: PyTorch failed: ${reason}`);
  };
}

function missing(problem: string): string {
  return (
    `peers: PyTorch does not run: ${problem}. It needs Debian's python3-torch and libopenblas0-pthread: ` +
    "run bench/peers/install.sh as root."
  );
}
