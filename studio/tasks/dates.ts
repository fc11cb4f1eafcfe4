import type { RandomStream } from "../../src/random.ts";
import type { Task, TaskPair } from "./task.ts";

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const firstYear = 1950;
const lastYear = 2035;

/** A piece of a written date: what it says, if anything, and how. */
type Piece = readonly [says: "year" | "month" | "day" | null, text: string];

/** A date in numbers; months from 1 on. */
interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const year = ({ year }: DateParts): Piece => ["year", String(year)];
const monthName = ({ month }: DateParts): Piece => ["month", months[month - 1]!];
const monthShort = ({ month }: DateParts): Piece => ["month", months[month - 1]!.slice(0, 3)];
const monthNumber = ({ month }: DateParts): Piece => ["month", String(month)];
const day = ({ day }: DateParts): Piece => ["day", String(day)];
const text = (words: string) => (): Piece => [null, words];

function weekday({ year, month, day }: DateParts): Piece {
  return [null, weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]!];
}

function ordinal({ day }: DateParts): Piece {
  const teen = day > 10 && day < 14;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return ["day", `${day}${ending}`];
}

/** Eras from the latest on: their first days, and their first years. */
const eras = [
  ["令和", 2019_05_01, 2019],
  ["平成", 1989_01_08, 1989],
  ["昭和", 1926_12_25, 1926],
] as const;

/** The year of an era; its first is called 元年. */
function era({ year, month, day }: DateParts): Piece {
  const [name, , first] = eras.find(([, begin]) => year * 10_000 + month * 100 + day >= begin)!;
  return ["year", name + (year === first ? "元" : year - first + 1)];
}

const formats: readonly (readonly ((date: DateParts) => Piece)[])[] = [
  [monthName, text(" "), day, text(", "), year],
  [monthShort, text(" "), day, text(" "), year],
  [day, text(" "), monthName, text(" "), year],
  [text("the "), ordinal, text(" of "), monthName, text(", "), year],
  [weekday, text(", "), monthName, text(" "), ordinal, text(", "), year],
  [year, text("/"), monthNumber, text("/"), day],
  [day, text("."), monthNumber, text("."), year],
  [monthNumber, text("/"), day, text("/"), year],
  [year, text("年"), monthNumber, text("月"), day, text("日")],
  [era, text("年"), monthNumber, text("月"), day, text("日")],
];

/** Dates in ten ways of writing to year-month-day; both sides are read by characters. */
export const dates: Task = {
  title: { en: "Dates → ISO 8601", ja: "日付 → ISO 8601" },
  description: {
    en: "Dates in many ways of writing, Japanese eras among them, as year-month-day.",
    ja: "和暦を含むさまざまな書き方の日付を、年-月-日の形に直します。",
  },
  lengths: null,
  pairs: 15_000,
  configuration: {
    source: { tokenizer: "characters" },
    target: { tokenizer: "characters" },
    encoder: { size: 96, embedding: 32, dropout: 0 },
    decoder: { size: 96, embedding: 32, dropout: 0, inputFeeding: false },
    training: { epochs: 4, batchTokens: 800, learningRate: 0.008, labelSmoothing: 0 },
  },
  samples: ["march 5, 2021", "the 22nd of june, 1984", "5.3.2021", "令和3年5月17日"],
  draw(random) {
    const date = drawDate(random);
    return write(
      formats[random.integer(formats.length)]!.map((piece) => piece(date)),
      date,
    );
  },
};

function drawDate(random: RandomStream): DateParts {
  const year = firstYear + random.integer(lastYear - firstYear + 1);
  const month = 1 + random.integer(12);
  return { year, month, day: 1 + random.integer(new Date(Date.UTC(year, month, 0)).getUTCDate()) };
}

/** Digits say the digits that they are written with; where the source has a name or an era, all say its beginning. */
function write(pieces: readonly Piece[], { year, month, day }: DateParts): TaskPair {
  const at = (wanted: Piece[0]) => {
    const index = pieces.findIndex(([says]) => says === wanted);
    const begin = pieces.slice(0, index).reduce((sum, [, { length }]) => sum + length, 0);
    return { begin, written: pieces[index]![1] };
  };
  const digits = (wanted: "year" | "month" | "day", value: number, width: number): number[] => {
    const { begin, written } = at(wanted);
    const own = written.startsWith(String(value)) ? String(value).length : 0;
    return Array.from({ length: width }, (_, i) => begin + Math.max(0, own === 0 ? 0 : i - width + own));
  };
  const parts = [digits("year", year, 4), digits("month", month, 2), digits("day", day, 2)];
  return {
    source: pieces.map(([, text]) => text).join(""),
    target: [year, pad(month), pad(day)].join("-"),
    alignment: [...parts[0]!, null, ...parts[1]!, null, ...parts[2]!],
  };
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
