import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Timed } from "../interleave.ts";
import type { CaseFile } from "./case.ts";

/** A PyTorch that is installed somewhere. */
export interface PytorchInstallation {
  readonly name: string;
  readonly python: string;
  /** The folder of the OpenBLAS that it is to take; undefined where it has its own BLAS. */
  readonly openblas?: string;
  /** Of which its best counts. */
  readonly settings: readonly PytorchSetting[];
}

export interface PytorchSetting {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** `compile`: through torch.compile. */
  readonly mode: "eager" | "compile";
}

/** Threads of PyTorch's own loops, and of the matrix products. */
function threads(openmp: number, blas: number) {
  const counts = { OMP_NUM_THREADS: openmp, OPENBLAS_NUM_THREADS: blas, MKL_NUM_THREADS: blas };
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
}

/** Debian's PyTorch 1.13. Another Python in the PATH does not see python3-torch. */
export const debianPytorch = {
  name: "Debian's PyTorch",
  python: "/usr/bin/python3",
  // libblas.so.3 is a choice among libraries (update-alternatives); this folder's comes first whatever was chosen.
  openblas: `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/openblas-pthread`,
  settings: [1, 2].flatMap((openmp) =>
    [1, 2].map((openblas) => ({
      name: `${openmp} OpenMP × ${openblas} OpenBLAS threads`,
      environment: threads(openmp, openblas),
      mode: "eager" as const,
    })),
  ),
} satisfies PytorchInstallation;

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");

/** PyTorch 2, from the Python package index, in the environment that install.sh makes. */
export const indexPytorch: PytorchInstallation = {
  name: "PyTorch 2",
  python: join(process.env.HENKAN_PEERS ?? join(cache, "henkan-peers"), "bin/python"),
  settings: (["eager", "compile"] as const).flatMap((mode) =>
    [1, 2].map((count) => ({
      name: `${mode === "eager" ? "eager" : "torch.compile"}, ${count} threads`,
      environment: threads(count, count),
      mode,
    })),
  ),
};

export const installations: readonly PytorchInstallation[] = [debianPytorch, indexPytorch];

/** PyTorch in a process of its own, with the model and batch of a case. */
export interface Pytorch {
  readonly version: string;
  /** The library that computes its matrix products. */
  readonly blas: string;
  readonly time: Timed;
  /** Of the last call. */
  readonly result: { loss: number; gradientNorm: number };
  stop(): void;
}

/** @throws {Error} where PyTorch or its OpenBLAS is missing, with what to do */
export async function startPytorch(
  file: CaseFile,
  installation: PytorchInstallation,
  setting: PytorchSetting,
): Promise<Pytorch> {
  const { child, answers } = spawnPytorch("pytorch.py", [file.path, setting.mode], installation, setting);
  const { torch, blas } = (await answers()) as { torch: string; blas: string };
  refuseOtherBlas(blas, installation);
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
 * Runs a script of this folder in the Python of an installation.
 * @returns the process, and a function that waits for its next answer, a line of JSON
 * @throws {Error} where its OpenBLAS is missing; the function throws where the process ends without an answer
 */
export function spawnPytorch(
  script: string,
  parameters: readonly string[],
  { python, openblas }: PytorchInstallation,
  { environment }: PytorchSetting,
) {
  for (const path of [python, ...(openblas === undefined ? [] : [openblas])]) {
    if (!existsSync(path)) throw new Error(missing(`no ${path}`));
  }
  const child = spawn(python, [join(import.meta.dirname, script), ...parameters], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...withoutTuning(process.env), ...environment, ...(openblas && { LD_LIBRARY_PATH: openblas }) },
  });
  return { child, answers: answersOf(child) };
}

/**
 * An environment without what tunes libraries of linear algebra or threads. OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE, set
 * for another program's sake, made PyTorch 1.5 times as slow.
 */
function withoutTuning(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const tunes = /^(OPENBLAS|GOTO|MKL|OMP|GOMP|KMP|DNNL|ONEDNN)_/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !tunes.test(name)));
}

/** @throws {Error} where PyTorch has loaded another library than the OpenBLAS that it is fastest with */
export function refuseOtherBlas(blas: string, { openblas }: PytorchInstallation): void {
  if (openblas === undefined || blas.startsWith(openblas)) return;
  throw new Error(missing(`PyTorch computes with ${blas}`));
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
  return `peers: PyTorch does not run: ${problem}. Run bench/peers/install.sh as root.`;
}
