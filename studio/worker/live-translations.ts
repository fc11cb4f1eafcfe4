import type { Runtime } from "../../src/runtime/index.ts";
import { createTranslator, type Translation, type Translator } from "../../src/search/translator.ts";
import type { Model } from "../../src/seq2seq/model.ts";

/** What a model that is being trained makes of a sentence now. */
export interface LiveTranslation {
  readonly source: string;
  readonly sourceTokens: readonly string[];
  readonly text: string;
  readonly tokens: readonly string[];
  /** [T][S], `</s>` included on both sides; null for a model without attention. */
  readonly attention: readonly (readonly number[])[] | null;
}

/** Translates the same few sentences again and again while a model is trained, by greedy search. */
export class LiveTranslations {
  private readonly runtime: Runtime;
  private readonly milliseconds: number;
  private translator: Promise<Translator> | undefined;
  private last = Number.NEGATIVE_INFINITY;

  /** @param seconds between two rounds */
  constructor(runtime: Runtime, seconds: number) {
    this.runtime = runtime;
    this.milliseconds = 1000 * seconds;
  }

  /** Whether it is time for the next round. */
  get isDue(): boolean {
    return performance.now() - this.last >= this.milliseconds;
  }

  /** @param model always the same one, its weights as they are now */
  async translate(model: Model, sentences: readonly string[]): Promise<LiveTranslation[]> {
    this.translator ??= createTranslator(model, this.runtime, { live: true });
    const translations = await (await this.translator).translate(sentences);
    this.last = performance.now();
    return translations.map(shown);
  }
}

function shown({ source, sourceTokens, text, tokens, attention }: Translation): LiveTranslation {
  return { source, sourceTokens, text, tokens, attention };
}
