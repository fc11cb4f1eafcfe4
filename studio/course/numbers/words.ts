import { vocabularySize } from "./crowded-vector.ts";

/** Forty words a language, to have something to remember. */
const lists = {
  en: "apple bird book boat bread chair city cloud coat corn day desk dog door ear fish flower garden hand house ice island lake lamp letter moon morning mountain night paper rain river road school sea snow star street tree window",
  ja: "りんご 鳥 本 船 パン 椅子 町 雲 上着 麦 昼 机 犬 扉 耳 魚 花 庭 手 家 氷 島 湖 灯 手紙 月 朝 山 夜 紙 雨 川 道 学校 海 雪 星 通り 木 窓",
} as const;

/** The word of a number below `vocabularySize`. */
export function wordOf(number: number, language: keyof typeof lists): string {
  return lists[language].split(" ")[number % vocabularySize]!;
}
