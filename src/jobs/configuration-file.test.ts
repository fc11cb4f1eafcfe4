import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { parseConfiguration } from "../configuration/configuration.ts";
import { ConfigError } from "../errors.ts";
import { readConfiguration } from "./configuration-file.ts";

async function file(content: string): Promise<string> {
  const folder = join(await temporaryFolder(), "configs");
  await mkdir(folder);
  const path = join(folder, "words.yaml");
  await writeFile(path, content);
  return path;
}

describe("readConfiguration", () => {
  it("gives the defaults for an empty file, and a folder named after it", async () => {
    expect(await readConfiguration(await file("# nothing\n"))).toEqual({
      ...parseConfiguration({}),
      out: join("runs", "words"),
    });
  });

  it("makes the file's paths relative to the working folder, and leaves others alone", async () => {
    const path = await file("data: { pairs: ../a.tsv, dev: { source: b.en, target: /c/b.ja } }\nout: ../m\n");
    const { data, out } = await readConfiguration(path, { data: { test: "../t.tsv" } });
    expect(data).toMatchObject({
      pairs: join(path, "../../a.tsv"),
      dev: { source: join(path, "../b.en"), target: "/c/b.ja" },
      test: "../t.tsv",
    });
    expect(out).toBe(join(path, "../../m"));
  });

  it("finds the paths in a list of sources, and what there is no path", async () => {
    const path = await file(
      "data:\n  columns: [en, ja]\n  clean: { duplicates: drop }\n  pairs:\n" +
        '    - { pairs: a.tsv, tag: "<2ja>", name: a, weight: 2, columns: [x, y] }\n' +
        "    - { pairs: { source: b.en, target: /c/b.ja }, weight: 1 }\n",
    );
    const { data } = await readConfiguration(path);
    expect(data).toMatchObject({
      columns: ["en", "ja"],
      clean: { duplicates: "drop" },
      pairs: [
        { pairs: join(path, "../a.tsv"), tag: "<2ja>", name: "a", weight: 2, columns: ["x", "y"] },
        { pairs: { source: join(path, "../b.en"), target: "/c/b.ja" }, weight: 1 },
      ],
    });
  });

  it("puts settings before the file's, key by key", async () => {
    const path = await file("encoder: { size: 64, layers: 2 }\ndata: { pairs: a.tsv }\n");
    const settings = { encoder: { size: 32 }, data: { pairs: { source: "x", target: "y" } }, out: "m" };
    const { encoder, data, out } = await readConfiguration(path, settings);
    expect(encoder).toMatchObject({ size: 32, layers: 2 });
    expect(data.pairs).toEqual({ source: "x", target: "y" });
    expect(out).toBe("m");
  });

  it("names the folder after the pairs where there is no file", async () => {
    expect((await readConfiguration(null, { data: { pairs: "/data/jpn.txt" } })).out).toBe(
      join("runs", "jpn"),
    );
    const parallel = { data: { pairs: { source: "train.en", target: "train.ja" } } };
    expect((await readConfiguration(null, parallel)).out).toBe(join("runs", "train"));
    expect((await readConfiguration(null, { data: { pairs: "a/jpn.tsv.gz" } })).out).toBe(
      join("runs", "jpn"),
    );
    expect((await readConfiguration(null)).out).toBeUndefined();
  });

  it("says what is wrong with the file, or the file as it was changed", async () => {
    const path = await file("encoder: { size: 64, bidirectional: true }\n");
    await expect(readConfiguration(path, { encoder: { size: 5 } })).rejects.toThrow(
      new ConfigError(
        `${path}, with the command line's changes:\n` +
          "  encoder.size 5: expected an even number, because the encoder is bidirectional",
      ),
    );
    const doubled = await file("out: a\nout: b\n");
    await expect(readConfiguration(doubled)).rejects.toThrow(
      new ConfigError(`${doubled}:2:1: not YAML: Map keys must be unique`),
    );
    const alias = await file("out: *a\n");
    await expect(readConfiguration(alias)).rejects.toThrow(`${alias}: not YAML: Unresolved alias`);
  });
});
