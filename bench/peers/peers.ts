import type { Bench, BenchContext } from "../bench.ts";
import type { Figure } from "../figure.ts";
import { interleave, type Timing, timed } from "../interleave.ts";
import { type BenchShape, shapes } from "../shapes.ts";
import { prepareStep } from "../step.ts";
import { type CaseFile, writeCase } from "./case.ts";
import {
  installations,
  type Pytorch,
  type PytorchInstallation,
  type PytorchSetting,
  startPytorch,
} from "./pytorch.ts";

// PyTorch's time over ours: issue 2's targets, and TARGETS.md's aims.
const targets = [
  { target: 1.6, aim: 2.0 },
  { target: 1.9, aim: 2.4 },
  { target: 2.8, aim: 4.0 },
];

/** The largest relative difference between the two sides' loss and gradient norm. */
const tolerance = 1e-4;

/**
 * The same model, weights and batch in each PyTorch, forward and backward without an optimizer on all sides: the time
 * of the better PyTorch, with its best setting, over ours. That all give the same loss and gradient norm shows that
 * they do the same work.
 */
export const peers: Bench = async (context) => {
  const figures: Figure[] = [];
  for (const [index, shape] of shapes.entries()) {
    figures.push(...(await compare(shape, targets[index]!, context)));
  }
  return figures;
};

/** Whether each mode of each PyTorch that is installed computes what we do, for one shape and untimed. */
export async function checkPeers(shape: BenchShape, { runtime, say }: BenchContext): Promise<void> {
  const { ours, file } = await prepare(shape, runtime);
  try {
    for (const installation of installations) {
      const { settings } = installation;
      const modes = settings.filter(({ mode }, i) => settings.findIndex((one) => one.mode === mode) === i);
      for (const rival of await startRivals(file, { ...installation, settings: modes }, say)) {
        await rival.pytorch.time(1).finally(rival.pytorch.stop);
        checkSame(shape, ours, rival);
        say(`peers: the same as PyTorch ${rival.pytorch.version}, ${rival.setting.name}`);
      }
    }
  } finally {
    file.remove();
  }
}

interface Rival {
  readonly installation: PytorchInstallation;
  readonly pytorch: Pytorch;
  readonly setting: PytorchSetting;
}

async function compare(
  shape: BenchShape,
  goal: { target: number; aim: number },
  { runtime, options, say }: BenchContext,
): Promise<Figure[]> {
  const { run, ours, file } = await prepare(shape, runtime);
  const rivals: Rival[] = [];
  try {
    for (const installation of installations) rivals.push(...(await startRivals(file, installation, say)));
    if (rivals.length === 0)
      throw new Error("peers: no PyTorch is installed: run bench/peers/install.sh as root");
    const entries = rivals.flatMap(({ pytorch }, index) => [
      [`ours ${index}`, timed(run)] as const,
      [`rival ${index}`, pytorch.time] as const,
    ]);
    const rounds = Number(options.rounds ?? 8);
    const timings = await interleave<string>(Object.fromEntries(entries), { rounds, turn: 300 });
    for (const rival of rivals) checkSame(shape, ours, rival);

    const own = best(rivals.map((_, index) => timings[`ours ${index}`]!));
    const theirs = rivals.map((rival, index) => ({ ...rival, timing: timings[`rival ${index}`]! }));
    for (const { pytorch, setting, timing } of theirs) {
      say(
        `peers: ${shape.name}: PyTorch ${pytorch.version}, ${setting.name}: ${timing.minimum.toFixed(1)} ms`,
      );
    }
    const better = best(theirs.map(({ timing }) => timing));
    return [
      { name: `peers: ${shape.name}, ours`, value: own.minimum, unit: "ms" },
      ...installations.flatMap((installation): Figure[] => {
        const [fastest] = theirs
          .filter((rival) => rival.installation === installation)
          .toSorted((a, b) => a.timing.minimum - b.timing.minimum);
        if (fastest === undefined) return [];
        const { pytorch, setting, timing } = fastest;
        const name = `peers: ${shape.name}, PyTorch ${pytorch.version}`;
        return [{ name, value: timing.minimum, unit: "ms", note: `${setting.name}; ${pytorch.blas}` }];
      }),
      {
        name: `peers: ${shape.name}, the better PyTorch / ours`,
        value: better.minimum / own.minimum,
        unit: "",
        note: `minima; by medians ${(better.median / own.median).toFixed(2)}`,
        ...goal,
      },
    ];
  } finally {
    for (const { pytorch } of rivals) pytorch.stop();
    file.remove();
  }
}

/** The step, what it computes, and the same for others to read. */
async function prepare(shape: BenchShape, runtime: BenchContext["runtime"]) {
  const { weights, gradient, batch, run } = await prepareStep(shape, runtime);
  const loss = await run();
  const ours = { loss, gradientNorm: norm(gradient.values) };
  return { run, ours, file: writeCase(shape, batch, weights) };
}

/** One process for each setting; none where PyTorch is not installed, which is told. */
async function startRivals(
  file: CaseFile,
  installation: PytorchInstallation,
  say: BenchContext["say"],
): Promise<Rival[]> {
  const rivals: Rival[] = [];
  try {
    for (const setting of installation.settings) {
      rivals.push({ installation, setting, pytorch: await startPytorch(file, installation, setting) });
    }
  } catch (error) {
    for (const { pytorch } of rivals) pytorch.stop();
    say(`without ${installation.name}: ${(error as Error).message}`);
    return [];
  }
  return rivals;
}

/** @throws {Error} where the two sides did not compute the same */
function checkSame({ name }: BenchShape, ours: Pytorch["result"], { pytorch, setting }: Rival): void {
  for (const key of ["loss", "gradientNorm"] as const) {
    const theirs = pytorch.result[key];
    if (Math.abs(ours[key] / theirs - 1) <= tolerance) continue;
    throw new Error(
      `peers: ${name}: ${key} is ${ours[key]} here and ${theirs} in PyTorch ${pytorch.version}, ${setting.name}`,
    );
  }
}

function best(timings: readonly Timing[]): Timing {
  return {
    minimum: Math.min(...timings.map(({ minimum }) => minimum)),
    median: Math.min(...timings.map(({ median }) => median)),
  };
}

/** In double precision: the graph's own norm is a float32 sum over millions of squares. */
function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
