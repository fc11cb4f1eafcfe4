import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { saveModel } from "../../src/model-folder/model-folder.ts";
import { EOS } from "../../src/text/index.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { history } from "./tiny-saved-model.ts";
import { wildModel } from "./wild-model.ts";

/** A folder with small files and models for every command. */
export async function folderOfFiles(): Promise<string> {
  const folder = await temporaryFolder();
  const texts: Readonly<Record<string, string>> = {
    "pairs.tsv": "ab\tp q\nbc\tq r\ncd\tr s\nde\ts p\nabc\tp q r\nea\tq q\n",
    "dev.tsv": "ab\tp q\nfa\tr p\nge\tq\n",
    "scored.tsv": "abc\tp q r\nad\ts\nhb\tr r\nbcd\tq p\nfe\ts q p\n",
    "blank.tsv": "ab\tp q\n\nbc\tq\n",
    "many.tsv": Array.from({ length: 40 }, (_, i) => `${"abcdefgh"[i % 8]}${"abcde"[i % 5]}\tp q\n`).join(""),
    "dirty.tsv": "<b>ab</b>\tp q\nab\tp q\nbc\tq\u0007r\nbc\tqr\nsame\tsame\na\tp\nfa\tr p s p r\nab\tp q\n",
    "pairs-table": '"source","target"\n"ab","p q"\n"bc","q r"\n"cd","r s"\n"de","s p"\n',
    hyp: "P q\nq r s\nr\ns p q r\n",
    ref: "p q\nq r\nr s\ns p q q\n",
    words: "q\nr\ns\n",
    lines: "abc\nad\nhb\nbcd\nfe\ngh\nhhh\ndcba\n",
    "other-lines": "ef\nggg\n",
    "long-lines": "abcdefghabcdefgh\nab\n",
    "many-lines": Array.from({ length: 2000 }, (_, i) => `${"abcdefgh"[i % 8]}${"abcde"[i % 5]}\n`).join(""),
    requests: '{"source": "abc", "prefix": "s s"}\n{"source": "ad"}\n',
    "compare.yaml": "comparison: { metric: token_error_rate, bounds: [3] }\n",
    "other-compare.yaml": "comparison: { metric: bleu, bounds: [2] }\n",
  };
  for (const [name, text] of Object.entries(texts)) {
    await writeFile(join(folder, name), text);
    await utimes(join(folder, name), 1e9, 1e9); // a token cache holds when its files were changed
  }
  await saveModel(join(folder, "model"), wildModel({ endBias: 1.5 }), history);
  await saveModel(join(folder, "other"), wildModel({ seed: 5, endBias: 1.5 }), history);
  const unknowing = wildModel({ endBias: 0 });
  unknowing.weights.view("decoder.output.bias").data[1] = 30; // <unk>
  await saveModel(join(folder, "unknowing"), unknowing, history);
  const endless = wildModel();
  endless.weights.view("decoder.output.bias").data[EOS] = -100;
  await saveModel(join(folder, "endless"), endless, history);
  return folder;
}
