import type { RuleTexts } from "../grammar/synchronous-grammar.ts";

export type Tense = "present" | "past" | "future";

/** How a verb agrees with its subject. */
interface Agreement {
  readonly name: "i" | "he";
  readonly be: string;
  readonly doNot: string;
  readonly verb: "base" | "third";
  /** Puts the ending of the third person behind a regular verb. */
  readonly s: "" | "s";
}

const agreements: readonly Agreement[] = [
  { name: "i", be: "am", doNot: "do not", verb: "base", s: "" },
  { name: "he", be: "is", doNot: "does not", verb: "third", s: "s" },
];

/**
 * What follows a subject, by tense and agreement: `predicate.past.i`, whatever there is; `long.…`, with a relative clause
 * at its end; `deed.…`, an action; `cause.…`, what may be a reason; `told.…`, what may be thought or said.
 */
export function predicateRules(): [symbol: string, rules: RuleTexts][] {
  return agreements.flatMap((agreement): [string, RuleTexts][] => {
    const { name, be, doNot, verb, s } = agreement;
    const state = (word: string): RuleTexts => [[`${word} {state}`, "{state}", 3]];
    const likes: RuleTexts = [[`like${s} {liked}`, `{liked} が 好き=like${s} だ~na`]];
    const deeds = (form: string): RuleTexts => [[`{verb.${form}}`, `{verb.${form}}`, 3]];
    const negative = (word: string): RuleTexts => [[`${word} {verb.base}`, "{verb.base/negative}"]];
    return [
      [`deed.present.${name}`, deeds(verb)],
      [`state.present.${name}`, state(be)],
      [`cause.present.${name}`, [...state(be), ...likes]],
      [`told.present.${name}`, [...state(be), ...likes, ...deeds(verb), ...negative(doNot)]],
      [`predicate.present.${name}`, present(agreement, [...state(be), ...likes, ...negative(doNot)])],
      [`long.present.${name}`, [[`{verb.${verb}.long}`, `{verb.${verb}.long}`]]],
      [`deed.past.${name}`, deeds("past")],
      [`cause.past.${name}`, [...state("was"), ...deeds("past")]],
      [`told.past.${name}`, [...state("was"), ...deeds("past"), ...negative("did not")]],
      [`predicate.past.${name}`, past(name, [...state("was"), ...negative("did not")])],
      [`long.past.${name}`, [["{verb.past.long}", "{verb.past.long}"]]],
      [`deed.future.${name}`, [["will {verb.base}", "{verb.base}"]]],
      [`predicate.future.${name}`, future],
      [`long.future.${name}`, [["will {verb.base.long}", "{verb.base.long}"]]],
    ];
  });
}

function present({ name, verb, be, s }: Agreement, simple: RuleTexts): RuleTexts {
  const doing = `{verb.${verb}}`;
  return [
    ...simple,
    [doing, doing],
    [`${doing} {usual}`, `{usual} ${doing}`, 5],
    [`{first:verb.${verb}} and ${doing}`, `{first/te} 、 ${doing}`, 2],
    [`${be} {verb.ing} now`, `今=now {verb.ing/te} いる~ichidan=${be}`, 3],
    [`live${s} in {city}`, `{city} に=in 住んで=live${s} いる~ichidan=live${s}`],
    [`live${s} near {place}`, `{place} の 近く=near に 住んで=live${s} いる~ichidan=live${s}`],
    [`work${s} at {place}`, `{place} で=at 働いて=work${s} いる~ichidan=work${s}`],
    ...(name === "i" ? wishes : thoughts),
  ];
}

/** What Japanese says in this way of the speaker alone. */
const wishes: RuleTexts = [
  ["want {thing}", "{thing} が 欲しい~adjective=want", 2],
  ["think that {told.present}", "{told.present/u/subordinate} と=that 思う~godan=think", 2],
];

const thoughts: RuleTexts = [
  ["thinks that {told.present}", "{told.present/u/subordinate} と=that 思って=thinks いる~ichidan=thinks", 2],
];

function past(name: "i" | "he", simple: RuleTexts): RuleTexts {
  return [
    ...simple,
    ["{verb.past}", "{verb.past}", 2],
    ["{verb.past} {pastDay}", "{pastDay} {verb.past}", 5],
    ["was {state} {pastDay}", "{pastDay} {state}"],
    ["did not {verb.base} {pastDay}", "{pastDay} {verb.base/negative}"],
    ["{first:verb.past} and {verb.past}", "{first/te} 、 {verb.past}", 2],
    ["said that {told.past}", "{told.past/ta/subordinate} と=that 言う~godan=said", name === "he" ? 2 : 0.5],
  ];
}

const future: RuleTexts = [
  ["will {verb.base}", "{verb.base}", 2],
  ["will {verb.base} {futureDay}", "{futureDay} {verb.base}", 5],
  ["will not {verb.base} {futureDay}", "{futureDay} {verb.base/negative}"],
  ["will {first:verb.base} and {verb.base}", "{first/te} 、 {verb.base}", 2],
];
