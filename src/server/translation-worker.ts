/** A thread of the service: holds every model that is served, and computes by itself. */
import { CheckpointError } from "../errors.ts";
import type { ModelFiles } from "../model-folder/files.ts";
import { readModel } from "../model-folder/read-model.ts";
import { copiedError } from "../runtime/copied-error.ts";
import { openRuntime } from "../runtime/index.ts";
import { answerRequests } from "../runtime/node-thread.ts";
import type { StreamedToken } from "../search/stream.ts";
import { HeldModel } from "./held-model.ts";
import type {
  Computed,
  NextWork,
  ScoreWork,
  SharedFiles,
  Streamed,
  StreamWork,
  Translated,
  TranslateWork,
  WorkerRequest,
  WorkerSetup,
  WorkResult,
} from "./worker-messages.ts";

type Outcomes = Computed["outcomes"];

answerRequests(async ({ toEnd }: WorkerSetup) => {
  const endIfTold = () => {
    if (Atomics.load(toEnd, 0) !== 0) process.exit(); // this thread alone
  };
  const runtime = await openRuntime({ threads: 1, replicas: 1 });
  const models = new Map<number, HeldModel>();
  const streams = new Map<number, { tokens: AsyncGenerator<StreamedToken, void>; attention: boolean }>();

  async function begin({ stream, given, ...work }: StreamWork): Promise<Streamed> {
    const tokens = models.get(work.model)!.stream({ ...work, stream, given });
    streams.set(stream, { tokens, attention: work.attention });
    for (let n = 0; n < given; n++) await tokens.next();
    return await next(stream);
  }

  async function next(stream: number): Promise<Streamed> {
    const { tokens, attention } = streams.get(stream)!;
    const { done, value } = await tokens.next();
    if (done) {
      streams.delete(stream);
      return { streamed: undefined };
    }
    const { token, text, logProbability } = value;
    const weights = attention && { attention: value.attention && [...value.attention] };
    return { streamed: { token, text, logProbability, ...weights } };
  }

  /** What becomes of works of equal kind: a failure of one is not the others'. */
  async function compute(works: Extract<WorkerRequest, { kind: "compute" }>["works"]): Promise<Outcomes> {
    const [{ kind }] = works as [(typeof works)[number]];
    if (kind === "translate") {
      const own = works as readonly TranslateWork[];
      return await together(own, (some) => models.get(own[0]!.model)!.translate(some));
    }
    if (kind === "score") {
      const own = works as readonly ScoreWork[];
      return await together(own, (some) => models.get(own[0]!.model)!.score(some));
    }
    const outcomes: Outcomes[number][] = [];
    for (const work of works as readonly (StreamWork | NextWork)[]) {
      const [outcome] = await together([work], async () => [
        work.kind === "stream" ? await begin(work) : await next(work.stream),
      ]);
      outcomes.push(outcome!);
    }
    return outcomes;
  }

  return async (request: WorkerRequest) => {
    endIfTold();
    switch (request.kind) {
      case "load": {
        const { model } = await readModel(filesInMemory(request.files));
        const held = new HeldModel(model, runtime);
        if (request.works.length > 0) refuseNonFinite(await held.translate(request.works));
        models.set(request.model, held);
        return { answer: null };
      }
      case "forget":
        await models.get(request.model)?.release();
        models.delete(request.model);
        return { answer: null };
      case "end":
        await streams.get(request.stream)?.tokens.return();
        streams.delete(request.stream);
        return { answer: null };
      case "compute": {
        const outcomes = await compute(request.works);
        endIfTold();
        let preparing = 0;
        for (const model of models.values()) preparing += model.takePreparing();
        return { answer: { outcomes, preparing } satisfies Computed };
      }
    }
  };
});

/** Computes works as one batch; where that fails, each by itself. */
async function together<Work>(
  works: readonly Work[],
  compute: (works: readonly Work[]) => Promise<WorkResult[]>,
): Promise<Outcomes> {
  try {
    return (await compute(works)).map((result) => ({ result }));
  } catch (error) {
    if (works.length === 1) return [{ error: copiedError(error) }];
    const outcomes: Outcomes[number][] = [];
    for (const work of works) outcomes.push(...(await together([work], compute)));
    return outcomes;
  }
}

function refuseNonFinite(answers: readonly Translated[]): void {
  for (const { translation } of answers) {
    if (Number.isFinite(translation.score)) continue;
    throw new CheckpointError(`it gives an output the score ${translation.score}: expected a finite number`);
  }
}

function filesInMemory(files: SharedFiles): ModelFiles {
  return { nameOf: (file) => file, read: async (file) => files[file].slice() };
}
