import type { RandomStream } from "../../../src/random.ts";
import { SynchronousGrammar } from "../grammar/synchronous-grammar.ts";
import type { Task, TaskPair } from "../task.ts";
import { clauseRules } from "./clauses.ts";
import { predicateRules } from "./predicates.ts";
import { relativeRules } from "./relatives.ts";
import { verbRules } from "./verbs.ts";
import { wordRules } from "./words.ts";

const lengths = { shortest: 4, longest: 40, usual: { shortest: 4, longest: 10 } };

let built: SynchronousGrammar | undefined;

/** Built when it is first needed, in a few hundredths of a second. */
function grammar(): SynchronousGrammar {
  built ??= new SynchronousGrammar(
    [...wordRules(), ...verbRules(), ...relativeRules(), ...predicateRules(), ...clauseRules()],
    lengths.longest,
  );
  return built;
}

/** The pair of a sentence that the grammar can give, such as "it is cold today"; null for any other. */
export function translatePhrase(source: string): TaskPair | null {
  return grammar().translate("sentence", source);
}

/** Sentences of a phrasebook: weather, time, places, daily life. Japanese is in plain style, both sides in words. */
export const phrasebook: Task = {
  title: { en: "Phrasebook, English → Japanese", ja: "英会話文の和訳" },
  description: {
    en: "Sentences about weather, time, places and daily life, from English to Japanese.",
    ja: "天気・時間・場所・日常生活の英文を、日本語に訳します。",
  },
  lengths,
  pairs: 24_000,
  configuration: {
    source: { tokenizer: "words" },
    target: { tokenizer: "words" },
    encoder: { size: 128, embedding: 64, dropout: 0 },
    decoder: { size: 128, embedding: 64, dropout: 0, inputFeeding: false },
    training: { epochs: 3, batchTokens: 640, learningRate: 0.008, labelSmoothing: 0 },
  },
  samples: [
    "it is cold today",
    "i drink hot tea when it is cold",
    "the library is next to the station",
    "my mother met the teacher who lives in kyoto",
  ],
  draw(random: RandomStream, { length = lengths.usual } = {}) {
    const n = length.shortest + random.integer(length.longest - length.shortest + 1);
    return grammar().draw(random, "sentence", n);
  },
};
