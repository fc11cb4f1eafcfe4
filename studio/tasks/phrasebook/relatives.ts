import type { RuleTexts } from "../grammar/synchronous-grammar.ts";

/** Nouns with a relative clause: it stands behind the noun in English, before it in Japanese. */
export function relativeRules(): [symbol: string, rules: RuleTexts][] {
  return [
    [
      "person.long",
      [
        ["the {kind} who {doing}", "{doing} {kind}", 3],
        ["the {kind} who lives in {city}", "{city} に=in 住んで=lives いる=lives {kind}"],
        ["the {kind} who lives near {place}", "{place} の 近く=near に 住んで=lives いる=lives {kind}"],
        ["the {kind} who works at {place}", "{place} で=at 働いて=works いる=works {kind}"],
      ],
    ],
    [
      "doing",
      [
        ["{verb.past}", "{verb.past/ta}", 2],
        ["{verb.past} {pastDay}", "{pastDay} {verb.past/ta}", 2],
        ["{verb.past.inner}", "{verb.past.inner/ta}", 2],
        ["is {verb.ing}", "{verb.ing/te} いる=is"],
        ["is {verb.ing.inner}", "{verb.ing.inner/te} いる=is"],
      ],
    ],
    ["reading.long", thingsThat("printed", { read: "読んだ", bought: "買った", borrowed: "借りた" })],
    ["thing.long", thingsThat("object", { bought: "買った", made: "作った", found: "見つけた" })],
    ["beverage.long", thingsThat("brew", { made: "入れた" })],
    [
      "place.long",
      [
        ["the {site} where {person} works", "{person} が 働いて=works いる=works {site}"],
        ["the {site} where {person} {act.past}", "{person} が {act.past/ta} {site}", 2],
        ["the {site} where {person} {act.past} {pastDay}", "{person} が {pastDay} {act.past/ta} {site}"],
      ],
    ],
  ];
}

/** @param verbs past forms in both languages */
function thingsThat(noun: string, verbs: Readonly<Record<string, string>>): RuleTexts {
  return Object.entries(verbs).flatMap(([english, japanese]): RuleTexts => {
    const verb = `${japanese}=${english}`;
    return [
      [`the {${noun}} that {person} ${english}`, `{person} が ${verb} {${noun}}`],
      [`the {${noun}} that {person} ${english} {pastDay}`, `{person} が {pastDay} ${verb} {${noun}}`],
      [`the {${noun}} that {person} ${english} at {place}`, `{person} が {place} で=at ${verb} {${noun}}`],
    ];
  });
}
