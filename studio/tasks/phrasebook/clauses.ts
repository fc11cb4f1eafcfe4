import type { RuleTexts } from "../grammar/synchronous-grammar.ts";
import { conjunctions } from "./conjunctions.ts";
import type { Tense } from "./predicates.ts";
import {
  aloneRules,
  briefWeather,
  dateRules,
  factRules,
  natureRules,
  warmthRules,
  weatherRules,
} from "./scenes.ts";

const tenses: readonly Tense[] = ["present", "past", "future"];

/** Who a clause is about. */
interface Subject {
  readonly name: string;
  readonly agreement: "i" | "he";
  readonly source: string;
  readonly target: string;
  /** What a subordinate clause calls the same person in English; Japanese leaves it out. */
  readonly pronoun: string | undefined;
}

const subjects: readonly Subject[] = [
  { name: "i", agreement: "i", source: "i", target: "私=i", pronoun: "i" },
  { name: "man", agreement: "he", source: "{man}", target: "{man}", pronoun: "he" },
  { name: "woman", agreement: "he", source: "{woman}", target: "{woman}", pronoun: "she" },
  { name: "other", agreement: "he", source: "{other.any}", target: "{other.any}", pronoun: undefined },
];

const fronted = { present: undefined, past: "{pastDay}", future: "{futureDay}" };

/** Clauses, how they are joined, and sentences. */
export function clauseRules(): [symbol: string, rules: RuleTexts][] {
  return [
    [
      "other.any",
      [
        ["{other}", "{other}", 6],
        ["{person.long}", "{person.long}"],
      ],
    ],
    ["warmth.present", warmthRules.present],
    ["warmth.past", warmthRules.past],
    ["told.present", told("present")],
    ["told.past", told("past")],
    ...tenses.flatMap((tense): [string, RuleTexts][] => [
      [`weather.${tense}`, weatherRules[tense]],
      [`weather.brief.${tense}`, briefWeather[tense]],
      [`fact.${tense}`, factRules[tense]],
      [`date.${tense}`, dateRules[tense]],
      [`nature.${tense}`, natureRules[tense]],
      [`order.${tense}`, chain(tense, `fact.${tense}`, [`fact.${tense}`], ["and", "but"])],
      ...subjects.flatMap((subject) => people(subject, tense)),
      [`sentence.${tense}`, sentence(tense)],
    ]),
    ["sentence", sentences],
  ];
}

/** `main.past.man`: one clause; `joined.past.man`: with another that says why or when; `people.past.man`: with more. */
function people(subject: Subject, tense: Tense): [symbol: string, rules: RuleTexts][] {
  const { name, agreement, source, target } = subject;
  const others = subjects
    .filter((other) => other !== subject)
    .map((other) => `people.${tense}.${other.name}`);
  const deed = `{deed.${tense}.${agreement}}`;
  return [
    [`main.${tense}.${name}`, main(subject, tense)],
    [`acting.${tense}.${name}`, [[`${source} ${deed}`, `${target} は~topic ${deed}`]]],
    [
      `joined.${tense}.${name}`,
      [[`{main.${tense}.${name}}`, `{main.${tense}.${name}}`, 6], ...adjuncts(subject, tense)],
    ],
    [`people.${tense}.${name}`, chain(tense, `joined.${tense}.${name}`, others, ["and", "but"])],
  ];
}

function main({ agreement, source, target }: Subject, tense: Tense): RuleTexts {
  const predicate = `{predicate.${tense}.${agreement}}`;
  const long = `{long.${tense}.${agreement}}`;
  const day = fronted[tense];
  return [
    [`${source} ${predicate}`, `${target} は~topic ${predicate}`, 4],
    [`${source} ${long}`, `${target} は~topic ${long}`, 2],
    ...(day ? ([[`${day} ${source} ${long}`, `${day} 、 ${target} は~topic ${long}`]] as const) : []),
  ];
}

/** What somebody thinks or says: one clause, so that its end is clear. */
function told(tense: "present" | "past"): RuleTexts {
  return [
    [`{weather.${tense}}`, `{weather.${tense}}`, 2],
    [`{fact.${tense}}`, `{fact.${tense}}`, 2],
    [`{person} {told.${tense}.he}`, `{person} は~topic {told.${tense}.he}`, 2],
  ];
}

/** One clause with another that says why or when, which Japanese puts first. */
function adjuncts({ name, agreement, pronoun }: Subject, tense: Tense): RuleTexts {
  return conjunctions[tense].flatMap(({ word, main, inner, weather, form, joint }): RuleTexts => {
    const clause = `{${main}.${tense}.${name}}`;
    const [own, other] = [`${inner}.${agreement}`, `${inner}.he`];
    return [
      ...(pronoun
        ? ([[`${clause} ${word} ${pronoun} {${own}}`, `{${own}/${form}} ${joint} ${clause}`]] as const)
        : []),
      [
        `${clause} ${word} {person} {${other}}`,
        `{person} が {${other}/${form}/subordinate} ${joint} ${clause}`,
        0.5,
      ],
      ...(weather
        ? ([
            [`${clause} ${word} {${weather}}`, `{${weather}/${form}/subordinate} ${joint} ${clause}`],
          ] as const)
        : []),
    ];
  });
}

/** A clause, or several in a row. */
function chain(
  tense: Tense,
  one: string,
  rests: readonly string[],
  words: readonly ("and" | "but" | "so")[],
): RuleTexts {
  const joints = {
    and: "/te} 、",
    but: `/${tense === "past" ? "ta" : "u"}} が=but 、`,
    so: `/${tense === "past" ? "ta" : "node"}} ので=so 、`,
  };
  return [
    [`{${one}}`, `{${one}}`, 4],
    ...rests.flatMap((rest) =>
      words.map(
        (word) =>
          [`{${one}} ${word} {rest:${rest}}`, `{${one}${joints[word]} {rest}`, 1 / rests.length] as const,
      ),
    ),
  ];
}

function sentence(tense: Tense): RuleTexts {
  const anybody = subjects.map(({ name }) => `people.${tense}.${name}`);
  const withPeople = (first: string, words: readonly ("but" | "so")[]) =>
    chain(tense, `${first}.${tense}`, anybody, words).slice(1);
  return [
    ...anybody.map((people) => [`{${people}}`, `{${people}}`, 4] as const),
    [`{nature.${tense}}`, `{nature.${tense}}`, 3],
    [`{order.${tense}}`, `{order.${tense}}`, 3],
    [`{date.${tense}}`, `{date.${tense}}`, 0.3],
    ...withPeople("nature", ["but", "so"]),
    ...withPeople("date", ["but", "so"]),
  ];
}

const sentences: RuleTexts = [
  ["{sentence.present}", "{sentence.present/u}", 5],
  ["{sentence.past}", "{sentence.past/ta}", 5],
  ["{sentence.future}", "{sentence.future/u}", 3],
  ["{nature.past} but {nature.present}", "{nature.past/ta} が=but 、 {nature.present/u}"],
  ...aloneRules.map(([source, target, weight = 1]) => [source, target, weight / 3] as const),
];
