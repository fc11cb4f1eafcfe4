import type { ModelFile } from "../model-folder/files.ts";
import type { SearchOptions, TranslationRequest } from "../search/options.ts";

/** The files of a model in memory that threads share. */
export type SharedFiles = Readonly<Record<ModelFile, Uint8Array>>;

/** What a thread is asked. A model is named by its number, which no other has had. */
export type WorkerRequest =
  | { readonly kind: "load"; readonly model: number; readonly files: SharedFiles }
  | { readonly kind: "forget"; readonly model: number }
  | {
      readonly kind: "translate";
      readonly model: number;
      readonly lines: readonly (string | TranslationRequest)[];
      readonly options: SearchOptions;
    };
