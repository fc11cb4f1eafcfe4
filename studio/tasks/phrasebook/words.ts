import type { RuleTexts } from "../grammar/synchronous-grammar.ts";

/** Words of the phrasebook by kind: English and Japanese. What inflects has its class after `~`, see `parseRule`. */
const words: Readonly<Record<string, readonly string[]>> = {
  man: ["my father: 父", "my brother: 兄", "my grandfather: 祖父", "mr tanaka: 田中=tanaka さん=mr"],
  woman: ["my mother: 母", "my sister: 姉", "my grandmother: 祖母", "mrs suzuki: 鈴木=suzuki さん=mrs"],
  kind: ["teacher: 先生", "doctor: 医者", "student: 学生", "child: 子供", "nurse: 看護師"],
  site: [
    "station: 駅",
    "school: 学校",
    "hospital: 病院",
    "library: 図書館",
    "bank: 銀行",
    "park: 公園",
    "museum: 美術館",
    "restaurant: レストラン",
    "airport: 空港",
  ],
  office: ["library: 図書館", "bank: 銀行", "museum: 美術館", "restaurant: レストラン"],
  city: ["tokyo: 東京", "kyoto: 京都", "osaka: 大阪", "sapporo: 札幌", "nagoya: 名古屋"],
  drink: ["tea: お茶", "coffee: コーヒー", "water: 水", "milk: 牛乳", "juice: ジュース"],
  brew: ["tea: お茶", "coffee: コーヒー"],
  food: ["bread: パン", "fish: 魚", "fruit: 果物", "vegetables: 野菜", "sushi: 寿司"],
  printed: ["book: 本", "newspaper: 新聞", "magazine: 雑誌"],
  object: ["umbrella: 傘", "hat: 帽子", "bag: かばん", "watch: 時計", "camera: カメラ", "bicycle: 自転車"],
  look: ["new: 新しい", "old: 古い", "red: 赤い", "white: 白い", "small: 小さい", "big: 大きい"],
  meal: ["breakfast: 朝ご飯", "lunch: 昼ご飯", "dinner: 晩ご飯"],
  room: ["kitchen: 台所", "room: 部屋", "garden: 庭"],
  washed: ["dishes: 皿", "clothes: 服", "car: 車"],
  subject: ["english: 英語", "japanese: 日本語", "math: 数学", "history: 歴史"],
  sport: ["tennis: テニス", "soccer: サッカー", "baseball: 野球"],
  vehicle: ["train: 電車", "bus: バス"],
  animal: ["dog: 犬", "cat: 猫", "bird: 鳥"],
  weekday: [
    "sunday: 日曜日",
    "monday: 月曜日",
    "tuesday: 火曜日",
    "wednesday: 水曜日",
    "thursday: 木曜日",
    "friday: 金曜日",
    "saturday: 土曜日",
  ],
  hour: [
    "one: 一",
    "two: 二",
    "three: 三",
    "four: 四",
    "five: 五",
    "six: 六",
    "seven: 七",
    "eight: 八",
    "nine: 九",
    "ten: 十",
    "eleven: 十一",
    "twelve: 十二",
  ],
  season: ["spring: 春", "summer: 夏", "autumn: 秋", "winter: 冬"],
  weather: [
    "cold: 寒い~adjective",
    "hot: 暑い~adjective",
    "warm: 暖かい~adjective",
    "cool: 涼しい~adjective",
  ],
  warmth: ["hot: 熱い~adjective", "cold: 冷たい~adjective"],
  quality: ["interesting: 面白い~adjective", "difficult: 難しい~adjective", "good: いい~adjective"],
  sight: ["big: 大きい~adjective", "new: 新しい~adjective", "old: 古い~adjective", "quiet: 静か だ~na"],
  state: [
    "tired: 疲れて いる~ichidan",
    "busy: 忙しい~adjective",
    "sick: 病気 だ~noun",
    "free: 暇 だ~na",
    "hungry: おなか が すいて いる~ichidan",
    "at home: 家 に いる~ichidan=at",
  ],
  habit: ["every day: 毎日", "every morning: 毎朝", "every evening: 毎晩"],
  pastDay: ["yesterday: 昨日", "last night: 昨夜", "this morning: 今朝", "last week: 先週"],
  futureDay: ["tomorrow: 明日", "tonight: 今夜", "next week: 来週"],
};

/** Phrases that name somebody or something; those with `that`, `who` and `where` are in `relatives.ts`. */
const phrases: Readonly<Record<string, RuleTexts>> = {
  other: [
    ["my friend", "友達"],
    ["the {kind}", "{kind}", 4],
  ],
  person: [
    ["{man}", "{man}"],
    ["{woman}", "{woman}"],
    ["{other}", "{other}"],
  ],
  place: [["the {site}", "{site}"]],
  beverage: [
    ["{drink}", "{drink}", 2],
    ["hot {brew}", "熱い=hot {brew}"],
    ["cold {drink}", "冷たい=cold {drink}"],
  ],
  reading: [
    ["a {printed}", "{printed}"],
    ["a {look} {printed}", "{look} {printed}"],
  ],
  thing: [
    ["a {object}", "{object}"],
    ["a {look} {object}", "{look} {object}"],
  ],
  liked: [
    ["{drink}", "{drink}"],
    ["{food}", "{food}"],
    ["{subject}", "{subject}"],
    ["{sport}", "{sport}"],
  ],
  clock: [
    ["{hour} o'clock", "{hour} 時=o'clock"],
    ["half past {hour}", "{hour} 時 半=half"],
  ],
  where: [
    ["near", "近く"],
    ["next to", "隣=next"],
    ["behind", "後ろ"],
    ["in front of", "前=front"],
  ],
  usual: [
    ["{habit}", "{habit}", 3],
    ["on {weekday}", "{weekday} に=on"],
  ],
};

/** The rules of words and of simple phrases. */
export function wordRules(): [symbol: string, rules: RuleTexts][] {
  const ofWords = Object.entries(words).map(([symbol, lines]): [string, RuleTexts] => [
    symbol,
    lines.map((line) => line.split(": ") as [string, string]),
  ]);
  return [...ofWords, ...Object.entries(phrases)];
}
