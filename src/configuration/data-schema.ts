import { z } from "zod";
import { fileFormatNames } from "../data/formats/index.ts";

const file = z.union([z.string(), z.strictObject({ source: z.string(), target: z.string() })]);

const column = z.union([z.string().min(1), z.int().positive()]);
const columns = z
  .tuple([column, column], "expected two, the source's and the target's, such as [en, ja] or [2, 3]")
  .optional()
  .describe(
    "Which columns are source and target: names in a header, keys of JSON lines, languages of a translation memory, or " +
      "numbers from 1 on. Default: the first two; what is called source and target.",
  );

const format = z
  .enum(fileFormatNames)
  .optional()
  .describe(
    "How the files are written. Default: what the ends of their names say, tsv where they say nothing.",
  );

const header = z
  .boolean()
  .optional()
  .describe(
    "Whether the first line of a table (tsv, csv) names its columns. Default: of CSV it does; of TSV where columns are named.",
  );

const dataset = z.strictObject({
  pairs: file,
  format,
  columns,
  header,
  tag: z.string().regex(/^\S+$/, "expected one token without white space, such as <2ja>").optional(),
  weight: z.number().positive().optional(),
  name: z.string().min(1).optional(),
});

const files = z
  .union(
    [file, z.array(dataset).min(1)],
    "expected a file's name, or two: { source: FILE, target: FILE }, or a list of datasets: [{ pairs: FILE, … }]",
  )
  .optional();

const keepOrDrop = z.enum(["keep", "drop"]).default("keep");
const characters = z.int().positive().optional();

/** What is done to training pairs before anything is learnt from them. */
const cleaningSchema = z.strictObject({
  html: z
    .enum(["keep", "text"])
    .default("keep")
    .describe("text: HTML tags are taken out and entities become characters."),
  invalid: z
    .enum(["keep", "remove", "drop"])
    .default("keep")
    .describe(
      "Control characters, U+2028, U+2029, U+FFFD and lone surrogates: kept and counted; removed, where what ends a line becomes " +
        "a space and a C1 control what Windows-1252 has there; or the pair is left out.",
    ),
  minimumCharacters: characters.describe("Pairs with a shorter side are left out. Default: no limit."),
  maximumCharacters: characters.describe("Pairs with a longer side are left out. Default: no limit."),
  maximumRatio: z
    .number()
    .min(1)
    .optional()
    .describe(
      "Pairs whose longer side has more characters for each of the shorter one are left out. Default: no limit.",
    ),
  identical: keepOrDrop.describe("Pairs whose source and target are the same."),
  duplicates: keepOrDrop.describe("Pairs that were there already, as they are."),
  overlap: keepOrDrop.describe("Training pairs whose source is in the dev or the test pairs."),
});

/** Where the pairs are, and what is done to them. */
export const dataSchema = z.strictObject({
  pairs: files.describe(
    "What is learnt from. In a list, each dataset may have format, columns and header of its own, a tag that is put before each " +
      "source text, a weight, and a name.",
  ),
  dev: files.describe("What chooses the best epoch. Default: 2 % of the pairs, at most 2,000, held out."),
  test: files.describe("What scores the trained model."),
  format,
  columns,
  header,
  temperature: z
    .number()
    .min(1)
    .default(1)
    .describe(
      "Of several datasets, one of n pairs gets a share of n^(1/temperature) of each epoch: 1 gives each its own part of all " +
        "pairs, more brings them nearer to one another (Arivazhagan 2019). Weights of the datasets go before it.",
    ),
  cache: z
    .string()
    .optional()
    .describe(
      "A folder for the pairs' tokens, which are read from there while training; henkan prepare makes it beforehand. " +
        "Default: in memory, or where the files have more than 256 MB, in cache in the model folder.",
    ),
  clean: cleaningSchema.prefault({}).describe("What is left out of the training pairs, each counted."),
});
