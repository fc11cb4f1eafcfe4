import { existsSync, readFileSync } from "node:fs";

const folder = "../shared/data";

/**
 * Up to 10,000 lines of each side of the data sets beside the repository; Japanese also without its spaces. None where
 * they are absent: a test then says so and skips.
 */
export function sharedLines(most = 10_000): { name: string; lines: string[] }[] {
  if (!existsSync(folder)) return [];
  const read = (path: string) =>
    readFileSync(`${folder}/${path}`, "utf8")
      .split(/\r?\n/)
      .filter((line) => line !== "");
  const columns = (path: string, separator: string) => {
    const rows = read(path).map((line) => line.split(separator));
    return [0, 1].map((column) => rows.map((row) => row[column] ?? "").slice(0, most));
  };
  const [letters, phones] = columns("cmudict-g014b2b/g014b2b.train", "\t");
  const [dates, isoDates] = columns("dates/date.txt", "_");
  const [english, japanese] = columns("tatoeba-eng-jpn/jpn.txt", "\t");
  const tokenised = read("enja-tanaka/train.ja").slice(0, most);
  return [
    { name: "enja-tanaka en", lines: read("enja-tanaka/train.en").slice(0, most) },
    { name: "enja-tanaka ja", lines: tokenised },
    { name: "enja-tanaka ja, no spaces", lines: tokenised.map((line) => line.replaceAll(" ", "")) },
    { name: "cmudict letters", lines: letters! },
    { name: "cmudict phones", lines: phones! },
    { name: "dates", lines: dates! },
    { name: "ISO dates", lines: isoDates! },
    { name: "tatoeba en", lines: english! },
    { name: "tatoeba ja", lines: japanese! },
  ];
}
