/** A thread of the service: holds every model that is served, and computes by itself. */
import type { ModelFile, ModelFiles } from "../model-folder/files.ts";
import { readModel } from "../model-folder/read-model.ts";
import { openNative } from "../runtime/native.ts";
import { answerRequests } from "../runtime/node-thread.ts";
import { createTranslator, type Translator } from "../search/translator.ts";
import type { SharedFiles, WorkerRequest } from "./worker-messages.ts";

answerRequests(async () => {
  const runtime = await openNative(1);
  const models = new Map<number, Translator>();
  return async (request: WorkerRequest) => {
    if (request.kind === "load") {
      const { model } = await readModel(filesInMemory(request.files));
      models.set(request.model, await createTranslator(model, runtime));
      return { answer: null };
    }
    if (request.kind === "forget") {
      models.delete(request.model);
      return { answer: null };
    }
    return { answer: await models.get(request.model)!.translate(request.lines, request.options) };
  };
});

function filesInMemory(files: SharedFiles): ModelFiles {
  return { nameOf: (file: ModelFile) => file, read: async (file: ModelFile) => files[file].slice() };
}
