/** How a Japanese word ends in its place: before a full stop (`u`, past `ta`), before 、 (`te`), 時, ので or なる. */
export type Inflection = "u" | "ta" | "te" | "toki" | "node" | "ku";

export interface Form {
  readonly inflection: Inflection;
  readonly negative: boolean;
}

/** What a word's row of endings is called: `topic` is は, which becomes が in a subordinate clause. */
export type WordClass = "godan" | "ichidan" | "irregular" | "adjective" | "na" | "noun";

/** The last kana of a five-row verb: its endings before た, before て, and before ない. */
const godan: Readonly<Record<string, readonly [ta: string, te: string, nai: string]>> = {
  う: ["った", "って", "わ"],
  つ: ["った", "って", "た"],
  る: ["った", "って", "ら"],
  む: ["んだ", "んで", "ま"],
  ぶ: ["んだ", "んで", "ば"],
  ぬ: ["んだ", "んで", "な"],
  く: ["いた", "いて", "か"],
  ぐ: ["いだ", "いで", "が"],
  す: ["した", "して", "さ"],
};

/** Past, て form, and the stem of ない. */
const irregular: Readonly<Record<string, readonly [ta: string, te: string, nai: string]>> = {
  する: ["した", "して", "し"],
  来る: ["来た", "来て", "来"],
  行く: ["行った", "行って", "行か"],
  ある: ["あった", "あって", ""],
};

/** @param word the form in a dictionary; だ of a noun or of a な adjective */
export function inflect(word: string, wordClass: WordClass, { inflection, negative }: Form): string {
  switch (wordClass) {
    case "adjective":
      return adjective(
        word === "いい" && (negative || inflection !== "u") ? "よい" : word,
        inflection,
        negative,
      );
    case "na":
    case "noun":
      return negative ? adjective("で は ない", inflection, false) : copula(wordClass, inflection);
    default:
      return verb(word, wordClass, inflection, negative);
  }
}

function verb(
  word: string,
  wordClass: "godan" | "ichidan" | "irregular",
  inflection: Inflection,
  negative: boolean,
): string {
  const [ta, te, nai] = endings(word, wordClass);
  if (negative && inflection === "te")
    return word === "する" ? "せず" : word === "ある" ? "なく" : `${nai}ず`;
  if (negative) return adjective(`${nai}ない`, inflection, false);
  if (inflection === "ta") return ta;
  return inflection === "te" ? te : word;
}

function endings(word: string, wordClass: "godan" | "ichidan" | "irregular") {
  if (wordClass === "irregular") return irregular[word]!;
  const stem = word.slice(0, -1);
  if (wordClass === "ichidan") return [`${stem}た`, `${stem}て`, stem] as const;
  return godan[word.at(-1)!]!.map((ending) => stem + ending) as unknown as readonly [string, string, string];
}

function adjective(word: string, inflection: Inflection, negative: boolean): string {
  const stem = word.slice(0, -1);
  if (negative) return adjective(`${stem}くない`, inflection, false);
  if (inflection === "ta") return `${stem}かった`;
  if (inflection === "te") return `${stem}くて`;
  if (inflection === "ku") return `${stem}く`;
  return word === "よい" ? "いい" : word;
}

function copula(wordClass: "na" | "noun", inflection: Inflection): string {
  if (inflection === "ta") return "だった";
  if (inflection === "te") return "で";
  if (inflection === "node") return "な";
  if (inflection === "toki") return wordClass === "na" ? "な" : "の";
  return inflection === "ku" ? "に" : "だ";
}
