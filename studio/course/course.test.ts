import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { mergeSettings } from "../../src/configuration/settings.ts";
import { experimentOf } from "../experiment/experiment-plan.ts";
import { planOf } from "../train/plan.ts";
import { judge } from "./answer.ts";
import { type ChapterText, chapterNames } from "./chapter.ts";
import { chapters } from "./chapters.ts";
import { proseIn } from "./formulas.ts";
import { inlinePieces, type Piece } from "./inline.ts";
import { typesetCourse } from "./typeset.ts";

const texts: Record<"en" | "ja", ChapterText[]> = { en: [], ja: [] };
const places = chapters.map(({ name }, place) => ({ name, place }));

beforeAll(async () => {
  for (const language of ["en", "ja"] as const) {
    texts[language] = await Promise.all(chapters.map(async ({ text }) => (await text[language]()).text));
  }
});

it("lists the chapters in their order", () => {
  expect(chapters.map(({ name }) => name)).toEqual([...chapterNames]);
});

describe.each(places)("$name", ({ name, place }) => {
  const pieces = (language: "en" | "ja"): Piece[] => proseIn(texts[language][place]!).flatMap(inlinePieces);

  it("has the same sections with the same kinds of blocks in both languages", () => {
    const outline = (language: "en" | "ja") =>
      texts[language][place]!.sections.map(({ id, blocks }) => ({
        id,
        blocks: blocks.map((block) => (typeof block === "string" ? "paragraph" : shapeOf(block))),
      }));
    expect(outline("ja")).toEqual(outline("en"));
  });

  it("has the same equations, but for words in them", () => {
    const equations = (language: "en" | "ja") =>
      texts[language][place]!.sections.flatMap(({ blocks }) =>
        blocks.flatMap((block) =>
          typeof block !== "string" && block.kind === "equation" ? [block.tex] : [],
        ),
      );
    const withoutWords = (tex: string) => tex.replace(/\\text\{[^}]*\}/g, "\\text{}");
    expect(equations("ja").map(withoutWords)).toEqual(equations("en").map(withoutWords));
  });

  it("acts upon the widget by the same links, and leads to the same places", () => {
    const targets = (language: "en" | "ja") =>
      pieces(language).flatMap((piece) => (piece.kind === "link" ? [piece.target] : []));
    expect(targets("ja").toSorted()).toEqual(targets("en").toSorted());
    expect(targets("en").some((target) => target.startsWith("?"))).toBe(true);
    for (const target of targets("en")) {
      const [, view, part, query = ""] = /^#\/([\w-]+)(?:\/([\w-]+))?(?:\?(.*))?$/.exec(target) ?? [];
      if (view !== undefined) expect(["train", "experiment", "inspect", "course"]).toContain(view);
      if (view === "course") expect([...chapterNames, undefined]).toContain(part);
      const parameters = new URLSearchParams(query);
      if (view === "experiment") expect(experimentOf(parameters).task).toBe(parameters.get("task"));
      if (view !== "train") continue;
      const plan = planOf(parameters);
      expect(plan.data).toBe(parameters.get("task"));
      expect(plan.rival).toBe(parameters.get("beside"));
      expect(() => parseConfiguration(mergeSettings(plan.own, plan.rivalOwn))).not.toThrow();
    }
  });

  it("has the same numbers in both languages", () => {
    // Digits of prose and formulas; not of years, and not those that are part of a word such as seq2seq.
    const numbers = (language: "en" | "ja") => {
      const section = texts[language][place]!.sections.flatMap(({ blocks }) =>
        blocks.flatMap((block) =>
          typeof block === "string" ? [block] : block.kind === "list" ? block.items : [],
        ),
      );
      const plain = section
        .join(" ")
        .replace(/\]\([^)]*\)/g, "]")
        .replace(/(?<=\d),(?=\d{3})/g, "");
      return new Set(plain.match(/(?<![\w.])\d+\.\d+/g) ?? []);
    };
    expect([...numbers("ja")].toSorted()).toEqual([...numbers("en")].toSorted());
  });

  it("has three to five questions, the same in both languages, and counts them", () => {
    const answers = (language: "en" | "ja") =>
      texts[language][place]!.questions.map((question) => {
        const { id, kind } = question;
        if (kind === "choice") return { id, kind, answer: question.answer, options: question.options.length };
        return kind === "number" ? { id, kind, answer: question.answer } : { id, kind };
      });
    expect(answers("ja")).toEqual(answers("en"));
    const { questions } = chapters.find((chapter) => chapter.name === name)!;
    expect(answers("en")).toHaveLength(questions);
    expect(questions).toBeGreaterThanOrEqual(3);
    expect(questions).toBeLessThanOrEqual(5);
  });

  it("takes its own answers for right, and others for wrong", () => {
    for (const question of [...texts.en[place]!.questions, ...texts.ja[place]!.questions]) {
      if (question.kind === "choice") {
        expect(question.options.map((_, option) => judge(question, option))).toEqual(
          question.options.map((_, option) => option === question.answer),
        );
        expect(new Set(question.options).size).toBe(question.options.length);
      } else if (question.kind === "number") {
        expect(judge(question, String(question.answer))).toBe(true);
        expect(judge(question, String(question.answer * 1.5 + 1))).toBe(false);
      } else {
        for (const answer of question.answers)
          expect(judge(question, ` ${answer.toUpperCase()} `)).toBe(true);
        expect(judge(question, "softmax")).toBe(false);
      }
    }
  });

  it("says right answers as its language does, and punctuates", () => {
    for (const { right, wrong, ask } of texts.ja[place]!.questions) {
      expect(right).toMatch(/^正解です。/);
      for (const said of [right, wrong, ask]) expect(said).toMatch(/[。？）]$/u);
    }
    for (const { right } of texts.en[place]!.questions) expect(right).toMatch(/^(Right|Yes)\b/);
    for (const piece of pieces("ja")) {
      // Terms and counters are spelt as in the study note: エンコーダ, 2つ.
      expect(piece.text).not.toMatch(
        /[一二三四五六七八]つ|[０-９]|コーダー|パラメーター|コンテクスト|文脈ベクトル/u,
      );
      if (piece.kind === "text")
        expect(piece.text).not.toMatch(/[、。][、。]|[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}][,.!?]/u);
    }
  });
});

it("spreads the right options over their places", () => {
  const places = texts.en.flatMap(({ questions }) =>
    questions.flatMap((question) => (question.kind === "choice" ? [question.answer] : [])),
  );
  for (const place of [0, 1, 2, 3]) {
    const share = places.filter((answer) => answer === place).length / places.length;
    expect(share, `option ${place + 1}`).toBeGreaterThan(0.15);
    expect(share, `option ${place + 1}`).toBeLessThan(0.35);
  }
});

it("has typeset every formula", async () => {
  const file = await readFile(new URL("equations.json", import.meta.url), "utf8");
  expect(JSON.parse(file), "run npx tsx scripts/write-equations.ts").toEqual(await typesetCourse());
  expect(file).not.toMatch(/ style=/);
});

function shapeOf(block: Exclude<ChapterText["sections"][number]["blocks"][number], string>): string {
  if (block.kind === "list") return `list of ${block.items.length}`;
  return block.kind === "table" ? `table of ${block.rows.length} × ${block.head.length}` : block.kind;
}
