import type { SearchTrace } from "../../src/inspection/search-trace.ts";
import type { TracedSearchOptions } from "../../src/inspection/traced-search.ts";
import type { TrailStep } from "../../src/inspection/trail.ts";
import type { Continuation } from "../../src/inspection/what-if.ts";
import {
  type Followed,
  type GateValues,
  InspectedModel,
  type ModelFacts,
  type NearPair,
  type Planes,
} from "../inspect/inspected-model.ts";
import { openRunStore } from "../runs/run-store.ts";
import { isTaskName, tasks } from "../tasks/index.ts";
import type { CallContext } from "./handler.ts";
import { openSessionRuntime } from "./training.ts";

/** A model, and the text that it is given. */
export interface Question {
  readonly run: string;
  readonly line: string;
}

/** How the beam is searched. */
export type BeamOptions = Omit<TracedSearchOptions, "signal">;

export interface OpenedModel extends ModelFacts {
  /** Lines to try it with. */
  readonly samples: readonly string[];
}

/** Models that were looked into last; older ones are freed. */
const mostModels = 3;
const opened = new Map<string, Promise<InspectedModel>>();
/** Calls that are being answered: a model is freed when its last one is. */
const answering = new Map<InspectedModel, Set<Promise<unknown>>>();

/** Calls that look inside a model. */
export const inspectionHandlers = {
  /** Reads a model as it was saved last. */
  async "inspect.open"(run: string): Promise<OpenedModel> {
    const store = await openRunStore();
    const { setup, model } = await store.read(run);
    await free(run);
    const inspected = openSessionRuntime().then((runtime) => new InspectedModel(model, setup.pairs, runtime));
    opened.set(run, inspected);
    for (const older of [...opened.keys()].slice(0, -mostModels)) await free(older);
    const { task, dev, pairs } = setup;
    const samples =
      task !== null && isTaskName(task)
        ? tasks[task].samples
        : [...dev, ...pairs].slice(0, 4).map(({ source }) => source);
    return { ...(await inspected).facts, samples };
  },

  async "inspect.search"(
    { run, line, options }: Question & { readonly options: BeamOptions },
    { signal }: CallContext,
  ): Promise<SearchTrace> {
    return answer(run, (model) => model.search(line, { ...options, signal }));
  },

  /** What each step of an output could have written. */
  async "inspect.follow"(
    { run, line, output }: Question & { readonly output: Followed },
    { signal }: CallContext,
  ): Promise<TrailStep[]> {
    return answer(run, (model) => model.follow(line, output, signal));
  },

  /** The continuation under changes. */
  async "inspect.whatIf"(
    { run, line, output, options }: Question & { readonly output: Followed; readonly options: BeamOptions },
    { signal }: CallContext,
  ): Promise<Continuation> {
    return answer(run, (model) => model.continueFrom(line, output, { ...options, signal }));
  },

  async "inspect.planes"(
    {
      run,
      line,
      outputs,
      state,
    }: Question & { readonly outputs: readonly Followed[]; readonly state: number },
    { signal }: CallContext,
  ): Promise<Planes> {
    return answer(run, (model) => model.planes(line, outputs, state, signal));
  },

  async "inspect.gates"(
    {
      run,
      line,
      output,
      layer,
      direction,
    }: Question & {
      readonly output: Followed;
      readonly layer: number;
      readonly direction: number | undefined;
    },
    { signal }: CallContext,
  ): Promise<GateValues> {
    return answer(run, (model) => model.gates(line, output, layer, direction, signal));
  },

  /** The training pairs whose sources are nearest. */
  async "inspect.nearest"(
    { run, line, count }: Question & { readonly count: number },
    { signal }: CallContext,
  ): Promise<NearPair[]> {
    return answer(run, (model) => model.nearest(line, count, signal));
  },
};

async function answer<T>(run: string, ask: (model: InspectedModel) => Promise<T>): Promise<T> {
  if (!opened.has(run)) await inspectionHandlers["inspect.open"](run);
  const model = await opened.get(run)!;
  const answers = answering.get(model) ?? new Set();
  answering.set(model, answers);
  const answered = ask(model);
  answers.add(answered);
  try {
    return await answered;
  } finally {
    answers.delete(answered);
  }
}

/** Frees a model's graphs, if it is open, once nothing is computed with them. */
async function free(run: string): Promise<void> {
  const opening = opened.get(run);
  opened.delete(run);
  const model = await opening?.catch(() => undefined);
  if (model === undefined) return;
  await Promise.allSettled(answering.get(model) ?? []);
  answering.delete(model);
  await model.release();
}
