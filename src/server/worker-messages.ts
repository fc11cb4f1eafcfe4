import type { ModelFile } from "../model-folder/files.ts";
import type { CopiedError } from "../runtime/copied-error.ts";
import type { SearchOptions } from "../search/options.ts";
import type { EncodedRequest } from "../search/request.ts";
import type { SearchPlan } from "../search/search-plan.ts";
import type { ScoreAnswer, StreamedAnswer, TranslateAnswer } from "./schema.ts";

/** The files of a model in memory that threads share. */
export type SharedFiles = Readonly<Record<ModelFile, Uint8Array>>;

/** What an answer is to have beside its text and numbers. */
export interface Wanted {
  readonly tokens: boolean;
  readonly attention: boolean;
}

/** A text to translate, or to begin to translate token by token. Works of one batch have equal models and plans. */
interface LineWork extends Wanted, Pick<SearchOptions, "replaceUnknown"> {
  readonly model: number;
  readonly plan: SearchPlan;
  readonly line: EncodedRequest;
}

export interface TranslateWork extends LineWork {
  readonly kind: "translate";
  /** S: what the source is padded to. */
  readonly sourceLength: number;
  /** Whether to give all hypotheses. */
  readonly hypotheses: boolean;
}

export interface ScoreWork extends Wanted {
  readonly kind: "score";
  readonly model: number;
  readonly source: string;
  readonly target: string;
  readonly sourceLength: number;
}

export interface StreamWork extends LineWork {
  readonly kind: "stream";
  /** A number that no other stream has had. */
  readonly stream: number;
  /** Tokens that another thread has given: they are written again and not given. */
  readonly given: number;
}

/** The next token of a stream. */
export interface NextWork {
  readonly kind: "next";
  readonly stream: number;
}

export type Work = TranslateWork | ScoreWork | StreamWork | NextWork;

/** What a thread starts with. */
export interface WorkerSetup {
  /** One number in memory that is shared: other than 0, and the thread ends itself. */
  readonly toEnd: Int32Array;
}

/** What a thread is asked. A model is named by its number, which no other has had. */
export type WorkerRequest =
  /** Loads a model, which has then to answer works: those must succeed. */
  | {
      readonly kind: "load";
      readonly model: number;
      readonly files: SharedFiles;
      readonly works: readonly TranslateWork[];
    }
  | { readonly kind: "forget"; readonly model: number }
  /** Works that may be computed together. */
  | { readonly kind: "compute"; readonly works: readonly Work[] }
  /** Ends a stream before its end. */
  | { readonly kind: "end"; readonly stream: number };

export interface Translated {
  readonly translation: TranslateAnswer["translations"][number];
  /** Tokens written, `</s>` included. */
  readonly written: number;
}

export interface Scored {
  readonly score: ScoreAnswer["scores"][number];
}

export interface Streamed {
  /** Undefined at the end of the output. */
  readonly streamed: StreamedAnswer | undefined;
}

export type WorkResult = Translated | Scored | Streamed;

/** What a thread answers to "compute". */
export interface Computed {
  readonly outcomes: readonly ({ readonly result: WorkResult } | { readonly error: CopiedError })[];
  /** Seconds in which graphs were compiled. */
  readonly preparing: number;
}
