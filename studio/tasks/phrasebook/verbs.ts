import type { RuleTexts } from "../grammar/synchronous-grammar.ts";

/**
 * A verb with its objects. `V` stands for the verb in both templates, `{…}` for what may have a relative clause, as
 * `{reading}`, which is `{reading.that}` then.
 */
interface VerbFrame {
  /** base, third person, past, and -ing where 〜ている says the same. */
  readonly english:
    | readonly [base: string, third: string, past: string, ing?: string]
    | readonly ["", "", "", string];
  readonly source: string;
  readonly target: string;
  /** It is done somewhere: "at the station" may follow. */
  readonly somewhere?: boolean;
}

const verbFrames: readonly VerbFrame[] = [
  {
    english: ["drink", "drinks", "drank", "drinking"],
    source: "V {beverage}",
    target: "{beverage} を 飲む~godan=V",
    somewhere: true,
  },
  {
    english: ["eat", "eats", "ate", "eating"],
    source: "V {food}",
    target: "{food} を 食べる~ichidan=V",
    somewhere: true,
  },
  {
    english: ["borrow", "borrows", "borrowed"],
    source: "V {reading}",
    target: "{reading} を 借りる~ichidan=V",
  },
  {
    english: ["", "", "", "reading"], // "read" is a present and a past form
    source: "V {reading}",
    target: "{reading} を 読む~godan=V",
    somewhere: true,
  },
  {
    english: ["buy", "buys", "bought"],
    source: "V {thing}",
    target: "{thing} を 買う~godan=V",
  },
  {
    english: ["meet", "meets", "met"],
    source: "V {person}",
    target: "{person} に 会う~godan=V",
    somewhere: true,
  },
  {
    english: ["study", "studies", "studied", "studying"],
    source: "V {subject}",
    target: "{subject} を 勉強=V する~irregular=V",
    somewhere: true,
  },
  {
    english: ["wait", "waits", "waited", "waiting"],
    source: "V for {person}",
    target: "{person} を 待つ~godan=V",
    somewhere: true,
  },
  {
    english: ["make", "makes", "made", "making"],
    source: "V {meal}",
    target: "{meal} を 作る~godan=V",
  },
  {
    english: ["clean", "cleans", "cleaned", "cleaning"],
    source: "V the {room}",
    target: "{room} を 掃除=V する~irregular=V",
  },
  {
    english: ["wash", "washes", "washed", "washing"],
    source: "V the {washed}",
    target: "{washed} を 洗う~godan=V",
  },
  {
    english: ["listen", "listens", "listened", "listening"],
    source: "V to music",
    target: "音楽=music を 聞く~godan=V",
  },
  {
    english: ["watch", "watches", "watched", "watching"],
    source: "V a movie",
    target: "映画=movie を 見る~ichidan=V",
  },
  { english: ["go", "goes", "went"], source: "V to {place}", target: "{place} に=to 行く~irregular=V" },
  {
    english: ["go", "goes", "went"],
    source: "V to {place} by {vehicle}",
    target: "{vehicle} で=by {place} に=to 行く~irregular=V",
  },
  {
    english: ["walk", "walks", "walked", "walking"],
    source: "V to {place}",
    target: "{place} まで=to 歩く~godan=V",
  },
  {
    english: ["call", "calls", "called"],
    source: "V {person}",
    target: "{person} に 電話=V する~irregular=V",
  },
  {
    english: ["help", "helps", "helped", "helping"],
    source: "V {person}",
    target: "{person} を 手伝う~godan=V",
  },
  {
    english: ["talk", "talks", "talked", "talking"],
    source: "V with {person}",
    target: "{person} と=with 話す~godan=V",
  },
  {
    english: ["write", "writes", "wrote", "writing"],
    source: "V a letter to {person}",
    target: "{person} に=to 手紙=letter を 書く~godan=V",
  },
  {
    english: ["play", "plays", "played", "playing"],
    source: "V {sport}",
    target: "{sport} を する~irregular=V",
  },
  { english: ["get", "gets", "got"], source: "V up at {clock}", target: "{clock} に=at 起きる~ichidan=up" },
  { english: ["stay", "stays", "stayed"], source: "V at home", target: "家=home に いる~ichidan=V" },
];

const forms = ["base", "third", "past", "ing"] as const;

/** What may have a relative clause. */
const withRelatives = ["reading", "thing", "person", "place", "beverage"];

/**
 * `verb.past` and so on: verbs with their objects; `verb.past.long`: with a relative clause at their end, after which no
 * adverb may come, because it would belong to either; `verb.past.inner`: with one that no other is in; `act.past`: what
 * is done somewhere.
 */
export function verbRules(): [symbol: string, rules: RuleTexts][] {
  return forms.flatMap((form, column): [string, RuleTexts][] => {
    const rulesOf = (frames: readonly VerbFrame[]): RuleTexts =>
      frames.flatMap(({ english, source, target }) => {
        const verb = english[column];
        return !verb ? [] : [[source.replace("V", verb), target.replaceAll("=V", `=${verb}`)]];
      });
    const longFrames = verbFrames.flatMap(withRelative);
    const acts = verbFrames.filter(({ somewhere }) => somewhere);
    return [
      [`act.${form}`, rulesOf(acts)],
      [
        `verb.${form}`,
        [
          ...rulesOf(verbFrames),
          [`{act.${form}} at {place}`, `{place} で=at {act.${form}}`, 5],
          [`{act.${form}} in {city}`, `{city} で=in {act.${form}}`, 2],
        ],
      ],
      [`verb.${form}.long`, rulesOf(longFrames)],
      [`verb.${form}.inner`, rulesOf(longFrames.filter(({ source }) => !source.includes("{person.")))],
    ];
  });
}

function withRelative(frame: VerbFrame): VerbFrame[] {
  const symbol = /\{(\w+)\}$/.exec(frame.source)?.[1] ?? "";
  if (!withRelatives.includes(symbol)) return [];
  const long = (text: string) => text.replace(`{${symbol}}`, `{${symbol}.long}`);
  return [{ ...frame, source: long(frame.source), target: long(frame.target) }];
}
