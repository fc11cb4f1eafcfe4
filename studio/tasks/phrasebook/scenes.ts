import type { RuleTexts } from "../grammar/synchronous-grammar.ts";
import type { Tense } from "./predicates.ts";

/** Clauses about the weather; 今日は stays 今日は in subordinate clauses. */
export const weatherRules: Readonly<Record<Tense, RuleTexts>> = {
  present: [
    ["{warmth.present}", "{warmth.present}", 8],
    [
      "it is raining in {city} today",
      "今日=today {city} で=in は 雨=raining が 降って=raining いる~ichidan=is",
    ],
    ["it is snowing in {city} now", "今=now {city} で=in は 雪=snowing が 降って=snowing いる~ichidan=is"],
    ["{season} in {city} is {weather}", "{city} の {season} は~topic {weather}", 2],
    ["the wind is strong today", "今日=today は 風=wind が 強い~adjective=strong"],
    ["the weather is good today", "今日=today は 天気=weather が いい~adjective=good"],
  ],
  past: [
    ["{warmth.past}", "{warmth.past}", 5],
    ["it rained in {city} {pastDay}", "{pastDay} {city} で=in 雨=rained が 降る~godan=rained", 2],
    ["it snowed {pastDay}", "{pastDay} 雪=snowed が 降る~godan=snowed"],
    ["the wind was strong {pastDay}", "{pastDay} は 風=wind が 強い~adjective=strong"],
  ],
  future: [
    ["it will get {weather} {futureDay}", "{futureDay} は {weather/ku} なる~godan=get", 3],
    ["it will get {weather} in {city} {futureDay}", "{futureDay} {city} は {weather/ku} なる~godan=get", 2],
    ["it will rain in {city} {futureDay}", "{futureDay} {city} で=in 雨=rain が 降る~godan=rain", 2],
    ["it will snow {futureDay}", "{futureDay} は 雪=snow が 降る~godan=snow"],
  ],
};

/** How warm it is. */
export const warmthRules: Readonly<Record<"present" | "past", RuleTexts>> = {
  present: [
    ["it is {weather} today", "今日=today は {weather}", 2],
    ["it is {weather} in {city}", "{city} は {weather}"],
    ["it is {weather} in {city} today", "今日=today の {city} は {weather}"],
  ],
  past: [
    ["it was {weather} {pastDay}", "{pastDay} は {weather}", 3],
    ["it was {weather} in {city} {pastDay}", "{pastDay} の {city} は {weather}", 2],
  ],
};

/** Weather alone, or two sides of it. */
export const natureRules: Readonly<Record<Tense, RuleTexts>> = {
  present: [
    ["{weather.present}", "{weather.present}", 4],
    ["{warmth.present} and the wind is strong", "{warmth.present/te} 、 風=wind が 強い~adjective=strong"],
    [
      "{warmth.present} but the weather is good",
      "{warmth.present/u} が=but 、 天気=weather は いい~adjective=good",
    ],
  ],
  past: [
    ["{weather.past}", "{weather.past}", 4],
    ["{warmth.past} and the wind was strong", "{warmth.past/te} 、 風=wind が 強い~adjective=strong"],
    [
      "{warmth.past} but the weather was good",
      "{warmth.past/ta} が=but 、 天気=weather は いい~adjective=good",
    ],
  ],
  future: [["{weather.future}", "{weather.future}"]],
};

/** Weather without a day, as after "because", "when" and "if". */
export const briefWeather: Readonly<Record<Tense, RuleTexts>> = {
  present: [
    ["it is {weather}", "{weather}", 3],
    ["the wind is strong", "風=wind が 強い~adjective=strong"],
    ["the weather is good", "天気=weather が いい~adjective=good"],
    ["it rains", "雨=rains が 降る~godan=rains"],
    ["it snows", "雪=snows が 降る~godan=snows"],
  ],
  past: [
    ["it was {weather}", "{weather}", 3],
    ["the wind was strong", "風=wind が 強い~adjective=strong"],
    ["the weather was good", "天気=weather が いい~adjective=good"],
    ["it rained", "雨=rained が 降る~godan=rained"],
    ["it snowed", "雪=snowed が 降る~godan=snowed"],
  ],
  future: [
    ["it will get {weather}", "{weather/ku} なる~godan=get"],
    ["it will rain", "雨=rain が 降る~godan=rain"],
    ["it will snow", "雪=snow が 降る~godan=snow"],
  ],
};

/** Days, hours, places and things. */
export const factRules: Readonly<Record<Tense, RuleTexts>> = {
  present: [
    ["the {site} is {where} {place}", "{site} は~topic {place} の {where} に ある~irregular=is", 3],
    ["there is a {site} {where} {place}", "{place} の {where} に {site} が ある~irregular=is", 2],
    ["there is {thing} in the {room}", "{room} に=in {thing} が ある~irregular=is"],
    [
      "the {animal} is sleeping in the {room}",
      "{animal} は~topic {room} で=in 寝て=sleeping いる~ichidan=is",
    ],
    ["the {vehicle} leaves at {clock}", "{vehicle} は~topic {clock} に=at 出る~ichidan=leaves", 2],
    ["the {office} opens at {clock}", "{office} は~topic {clock} に=at 開く~godan=opens"],
    ["the {brew} is {warmth}", "{brew} は~topic {warmth}"],
    ["this {printed} is {quality}", "この=this {printed} は~topic {quality}", 2],
    ["the {site} is {sight}", "{site} は~topic {sight}"],
  ],
  past: [
    ["there was {thing} in the {room}", "{room} に=in {thing} が ある~irregular=was"],
    ["the {vehicle} left at {clock}", "{vehicle} は~topic {clock} に=at 出る~ichidan=left", 2],
    ["the {office} opened at {clock}", "{office} は~topic {clock} に=at 開く~godan=opened"],
    ["the {brew} was {warmth}", "{brew} は~topic {warmth}"],
    ["this {printed} was {quality}", "この=this {printed} は~topic {quality}", 2],
    ["the {site} was {sight}", "{site} は~topic {sight}"],
  ],
  future: [
    ["the {vehicle} will leave at {clock}", "{vehicle} は~topic {clock} に=at 出る~ichidan=leave"],
    ["the {office} will open at {clock}", "{office} は~topic {clock} に=at 開く~godan=open"],
  ],
};

/** What day it is: a reason for what people do. */
export const dateRules: Readonly<Record<Tense, RuleTexts>> = {
  present: [["today is {weekday}", "今日=today は {weekday} だ~noun=is"]],
  past: [["yesterday was {weekday}", "昨日=yesterday は {weekday} だ~noun=was"]],
  future: [["tomorrow is {weekday}", "明日=tomorrow は {weekday} だ~noun=is"]],
};

/** What stands alone. */
export const aloneRules: RuleTexts = [
  ["it is {clock} now", "今=now は {clock} だ~noun=is", 2],
  ["where is {place} ?", "{place} は どこ=where ?"],
  ["what time does {place} open ?", "{place} は 何=what 時=time に 開く=open ?"],
  ["what time does the {vehicle} leave ?", "{vehicle} は 何=what 時=time に 出る=leave ?"],
];
