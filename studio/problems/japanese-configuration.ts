import type { ConfigurationProblem, Expectation } from "../../src/problems.ts";
import type { WordsByKind } from "./japanese.ts";

/** Types as the schema names them. */
const types: Readonly<Record<string, string>> = {
  number: "数値",
  int: "整数",
  string: "文字列",
  boolean: "true または false",
  object: "キーと値の組",
  record: "キーと値の組",
  array: "配列",
};

const states: Readonly<Record<Extract<Expectation, string>, string>> = {
  "above 0": "を0より大きくする",
  given: "を指定する",
  "left out": "を指定しない",
};

/** Problems of a configuration. Keys and values stay as they are written. */
export const japaneseConfiguration: WordsByKind<ConfigurationProblem> = {
  unknownKey: ({ path, nearest, known }) =>
    `${path}：このような設定はありません。${nearest === undefined ? `使えるのは ${known.join("、")} です。` : `${nearest} ではありませんか。`}`,
  notOneOf: ({ values, ...at }) => `${set(at)}：${values.map(shown).join("、")} のどれかにしてください。`,
  wrongType: ({ expected, ...at }) => `${set(at)}：${types[expected] ?? expected} にしてください。`,
  tooSmall: ({ least, isAllowed, ...at }) =>
    `${set(at)}：${isAllowed ? `${least} 以上にしてください。` : `${least} より大きくしてください。`}`,
  tooLarge: ({ most, isAllowed, ...at }) =>
    `${set(at)}：${isAllowed ? `${most} 以下にしてください。` : `${most} より小さくしてください。`}`,
  unexpected: ({ expected, ...at }) => `${set(at)}：この値は使えません（${expected}）。`,
  withoutEffect: ({ found, needed, ...at }) =>
    `${set(at)}：${found.map(set).join("、")} のときは効果がありません。取り除くか、${needed.map(condition).join("か、")}必要があります。`,
  odd: (at) => `${set(at)}：エンコーダが双方向なので、偶数にしてください。`,
  unequal: ({ one, other, ...at }) =>
    `${set(at)}：${one.path} と ${other.path} を同じ値にしてください（いまは ${shown(one.value)} と ${shown(other.value)} です）。`,
  noDivisor: ({ of, ...at }) => `${set(at)}：${set(of)} の約数にしてください。`,
  otherStack: (at) => `${set(at)}：エンコーダとデコーダのセルと層数を同じにしてください。`,
  notJoint: (at) => `${set(at)}：vocabulary を "joint" にしてください。`,
  symbolTaken: (at) =>
    `${set(at)}：同じ記号は一度だけにし、特別な記号やバイトを表す記号は使わないでください。`,
  copiesSubwords: (at) => `${set(at)}：decoder.copying が true なので、0 にしてください。`,
  fewPieces: ({ fixed, ...at }) =>
    `${set(at)}：必ず含まれる記号が ${fixed} 個あるので、それより大きくしてください。`,
  unlikeTarget: ({ target, ...at }) =>
    `${set(at)}：vocabulary が "joint" なので、出力側と同じ ${shown(target)} にしてください。`,
  moreThanParts: ({ parts, ...at }) =>
    `${set(at)}：バッチの分割数 training.microBatches（${parts}）以下にしてください。`,
  noSuchParameter: ({ nearest, ...at }) =>
    `${set(at)}：この名前のパラメーターはありません。近いものは ${nearest.join("、")} です。`,
  allFrozen: (at) => `${set(at)}：すべてのパラメーターが固定され、学習するものが残りません。`,
  fileNeeded: (at) => `${set(at)}：このページではファイルを読めません。取り除いてください。`,
};

function set({ path, value }: { readonly path: string; readonly value: unknown }): string {
  return path === "" ? shown(value) : `${path} ${shown(value)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "（指定なし）";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function condition({ path, expected }: { readonly path: string; readonly expected: Expectation }): string {
  if (typeof expected === "string") return `${path} ${states[expected]}`;
  return `${path} を ${expected.map(shown).join("、")}${expected.length > 1 ? " のどれか" : " "}にする`;
}
