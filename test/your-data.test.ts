import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { readConfiguration } from "../src/jobs/index.ts";
import { loadModel } from "../src/model-folder/model-folder.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = await readFile(join(root, "docs/your-data.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text]) => text!);

/** So small that it trains in a moment. */
const tiny =
  "--encoder.size 16 --encoder.embedding 8 --decoder.size 16 --decoder.embedding 8 --training.epochs 1 --runtime.threads 1";

it("each command of docs/your-data.md does its work, from cards to a translation", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "examples"));
  await copyFile(join(root, "examples/anki-cards.txt"), join(folder, "examples/anki-cards.txt"));
  const commands = blocks("sh").join("");
  expect(commands.match(/^npx henkan|\| npx henkan/gm)?.length).toBe(6);
  const script = commands
    .replaceAll("npx henkan", "henkan")
    .replace(/^henkan train .*/m, (line) => `${line} ${tiny}`);
  const henkan = `henkan() { "${process.execPath}" --import "${import.meta.resolve("tsx")}" "${root}src/cli/main.ts" "$@"; }`;
  const { stdout, stderr } = await promisify(execFile)("bash", ["-euc", `${henkan}\n${script}`], {
    cwd: folder,
  });

  expect(stderr).toContain("3 lines read as a header\n1 line skipped that lack the source or the target\n");
  expect(stderr).toContain("5 pairs had markup, which became text\n");
  expect(stderr).toContain("1 pair left out that were there already");
  expect(stdout).toMatch(/^ *62 {2}pairs\n +1 {2}of them were there already, as they are\n/);
  expect(stdout).toContain("61 pairs in cards.tsv\n");
  expect(await readFile(join(folder, "cards.tsv"), "utf8")).toContain("It is cold today.\t今日は寒い。\n");
  expect(await readFile(join(folder, "cards.html"), "utf8")).toContain("<svg");
  expect(stdout.split("\n").at(-1)).toBe("");
  const { record } = await loadModel(join(folder, "runs/cards"));
  expect(record.data).toMatchObject({ overlap: { dev: null, test: { pairs: 10, source: 0, pair: 0 } } });
});

it("the configurations of docs/your-data.md are right", async () => {
  const folder = await temporaryFolder();
  expect(blocks("yaml")).toHaveLength(2);
  for (const text of blocks("yaml")) {
    const path = join(folder, "model.yaml");
    await writeFile(path, text);
    const { data } = await readConfiguration(path);
    expect(JSON.stringify(data)).toContain(join(folder, "cards.txt"));
  }
});
