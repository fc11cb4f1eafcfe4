import { visibleToken } from "./attention-labels.ts";
import { emWidth } from "./east-asian-width.ts";
import { escapeMarkup } from "./escape.ts";
import { pixel } from "./pixel.ts";
import type { ReportLanguage } from "./report-language.ts";

/** A hypothesis in the tree of a beam search: an output so far, drawn as its last token. */
export interface BeamTreeNode {
  /** The index of the hypothesis that it extends; null for the empty one. */
  readonly parent: number | null;
  /** From 0. */
  readonly step: number;
  readonly token: string;
  /** log P of the token, and of the whole output so far. */
  readonly logProbability: number;
  readonly rank: number;
  /** What finished outputs are ordered by. */
  readonly score?: number;
  readonly fate: "kept" | "pruned" | "finished" | "left";
  /** The step at which the last of its continuations was pruned; null where one finished. */
  readonly prunedAt: number | null;
}

export interface BeamTree {
  /** Those of a step in order of rank. */
  readonly nodes: readonly BeamTreeNode[];
  /** The output whose way is marked: the index of its last node. */
  readonly marked?: number | undefined;
  /** How many pruned hypotheses of each step are shown (default 4). */
  readonly pruned?: number;
  /** Default "en". */
  readonly language?: ReportLanguage;
}

interface Texts {
  readonly name: (steps: number, finished: number) => string;
  readonly step: (step: number) => string;
  readonly more: (count: number) => string;
  readonly tip: (node: BeamTreeNode) => string;
}

const texts: Readonly<Record<ReportLanguage, Texts>> = {
  en: {
    name: (steps, finished) => `The beam as a tree: ${steps} steps, ${finished} finished outputs`,
    step: (step) => `step ${step}`,
    more: (count) => `+${count} pruned`,
    tip: (node) => {
      const fates = {
        finished: `finished, score ${minus(node.score ?? 0)}`,
        pruned: `pruned at step ${node.step + 1}`,
        left: "left: the finished ones could not be beaten any more",
        kept:
          node.prunedAt === null ? "kept" : `its last continuation was pruned at step ${node.prunedAt + 1}`,
      };
      return `${node.token} — probability ${share(node)}; log P so far ${minus(node.rank)}; ${fates[node.fate]}`;
    },
  },
  ja: {
    name: (steps, finished) => `ビームの木：${steps}ステップ、終わった出力${finished}個`,
    step: (step) => `ステップ${step}`,
    more: (count) => `ほか${count}個を枝刈り`,
    tip: (node) => {
      const fates = {
        finished: `終了、スコア${minus(node.score ?? 0)}`,
        pruned: `ステップ${node.step + 1}で枝刈り`,
        left: "打ち切り：終わった出力を超えられないため",
        kept: node.prunedAt === null ? "残った" : `続きがすべてステップ${node.prunedAt + 1}までに枝刈り`,
      };
      return `${node.token} — 確率${share(node)}、ここまでのlog P ${minus(node.rank)}、${fates[node.fate]}`;
    },
  },
};

/** Pixels. */
const font = 13;
const row = { height: 26, pruned: 20 };
const top = 28;
const gap = 30;
const most = 120;

/**
 * The tree of a beam search as SVG: a column for each step, in it the hypotheses in order of rank, those that were pruned
 * below the others. The bar below a token is its probability. Nodes say their index, `data-node`, to scripts.
 */
export function beamTree({ nodes, marked, pruned = 4, language = "en" }: BeamTree): string {
  const words = texts[language];
  const columns = columnsOf(nodes, pruned);
  const steps = columns.length;
  const places = new Map<number, Place>();
  const parts: string[] = [];
  let x = 20;
  let bottom = top;
  for (const [step, { shown, hidden }] of columns.entries()) {
    const width = Math.max(24, ...shown.map((index) => labelWidth(nodes[index]!.token)));
    parts.push(`<text class="tick" x="${pixel(x)}" y="14">${words.step(step + 1)}</text>`);
    let y = top;
    for (const index of shown) {
      const height = nodes[index]!.fate === "pruned" ? row.pruned : row.height;
      places.set(index, { x, y: y + height / 2, width });
      y += height;
    }
    if (hidden > 0) {
      parts.push(`<text class="tick" x="${pixel(x)}" y="${pixel(y + 12)}">${words.more(hidden)}</text>`);
      y += row.pruned;
    }
    bottom = Math.max(bottom, y);
    const more = hidden > 0 ? tickWidth(words.more(hidden)) - gap + 8 : 0;
    const scores = shown.some((index) => nodes[index]!.fate === "finished") ? 40 : 0;
    x += Math.max(width + scores, tickWidth(words.step(step + 1)), more) + gap;
  }
  const way = wayTo(nodes, marked);
  const root: Place = { x: 8, y: top + row.height / 2, width: 0 };
  const edges = [...places].map(([index, place]) => {
    const { parent, fate } = nodes[index]!;
    const from = parent === null ? root : places.get(parent)!;
    const name = `edge ${fate}${way.has(index) ? " marked" : ""}`;
    return { isMarked: way.has(index), svg: `<path class="${name}" d="${curve(from, place)}"/>` };
  });
  edges.sort((a, b) => Number(a.isMarked) - Number(b.isMarked));
  const drawn = [...places].map(([index, place]) =>
    drawNode(nodes[index]!, index, place, way.has(index), words),
  );
  const finished = nodes.filter(({ fate }) => fate === "finished").length;
  const [w, h] = [Math.ceil(x), Math.ceil(bottom + 8)];
  return (
    `<svg class="beam-tree" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-label="${words.name(steps, finished)}">` +
    `${edges.map(({ svg }) => svg).join("")}<circle class="root" cx="8" cy="${pixel(root.y)}" r="3.5"/>${parts.join("")}${drawn.join("")}</svg>`
  );
}

interface Place {
  readonly x: number;
  /** Its middle. */
  readonly y: number;
  readonly width: number;
}

/** The indices of the nodes that the tree shows, by step, from top to bottom. */
export function beamTreeColumns({ nodes, pruned = 4 }: BeamTree): number[][] {
  return columnsOf(nodes, pruned).map(({ shown }) => shown);
}

/** All that a node stands for, in words. */
export function beamTreeTip(node: BeamTreeNode, language: ReportLanguage): string {
  return texts[language].tip(node);
}

function columnsOf(nodes: readonly BeamTreeNode[], pruned: number) {
  const steps = Math.max(-1, ...nodes.map(({ step }) => step)) + 1;
  return Array.from({ length: steps }, (_, step) => columnOf(nodes, step, pruned));
}

/** The hypotheses of a step: those that survived, then the likeliest of those that did not. */
function columnOf(nodes: readonly BeamTreeNode[], step: number, pruned: number) {
  const own = [...nodes.keys()].filter((index) => nodes[index]!.step === step);
  const survived = own.filter((index) => nodes[index]!.fate !== "pruned");
  const others = own.filter((index) => nodes[index]!.fate === "pruned");
  return { shown: [...survived, ...others.slice(0, pruned)], hidden: Math.max(0, others.length - pruned) };
}

/** The indices from an output's last node to its first. */
function wayTo(nodes: readonly BeamTreeNode[], last: number | undefined): ReadonlySet<number> {
  const way = new Set<number>();
  for (let at = last ?? null; at !== null; at = nodes[at]!.parent) way.add(at);
  return way;
}

function drawNode(node: BeamTreeNode, index: number, place: Place, isMarked: boolean, words: Texts): string {
  const { x, y, width } = place;
  const probability = Math.min(1, Math.exp(node.logProbability));
  const label = shorten(node.token);
  const isOver = node.fate === "kept" && node.prunedAt !== null;
  const name = `node ${node.fate}${isOver ? " over" : ""}${isMarked ? " marked" : ""}`;
  const bar = (length: number, part: string) =>
    `<rect class="${part}" x="${pixel(x)}" y="${pixel(y + 7)}" width="${pixel(length)}" height="3" rx="1.5"/>`;
  const sign =
    node.fate === "finished"
      ? `<text class="tick" x="${pixel(x + width + 5)}" y="${pixel(y + 4)}">${minus(node.score ?? 0)}</text>`
      : node.fate === "pruned"
        ? cross(x + width + 5, y)
        : "";
  return (
    `<g class="${name}" data-node="${index}"><title>${escapeMarkup(words.tip(node))}</title>` +
    `<rect class="hit" x="${pixel(x - 4)}" y="${pixel(y - 10)}" width="${pixel(width + 8)}" height="21" rx="4"/>` +
    `<text class="token" x="${pixel(x)}" y="${pixel(y + 4)}">${escapeMarkup(label)}</text>` +
    `${bar(width, "cell")}${bar(Math.max(1, probability * width), "weight")}${sign}</g>`
  );
}

/** A small cross at a pruned node: what was pruned does not depend on colour alone. */
function cross(x: number, y: number): string {
  const [a, b, c, d] = [pixel(x), pixel(x + 5), pixel(y - 2.5), pixel(y + 2.5)];
  return `<path class="cross" d="M${a} ${c}L${b} ${d}M${a} ${d}L${b} ${c}"/>`;
}

function curve(from: Place, to: Place): string {
  const [x1, y1, x2, y2] = [from.x + from.width + 3, from.y, to.x - 5, to.y];
  const middle = pixel((x1 + x2) / 2);
  return `M${pixel(x1)} ${pixel(y1)}C${middle} ${pixel(y1)} ${middle} ${pixel(y2)} ${pixel(x2)} ${pixel(y2)}`;
}

function tickWidth(text: string): number {
  return Math.ceil(emWidth(text) * 12);
}

function labelWidth(token: string): number {
  const shown = shorten(token);
  const narrow = shown.length - shown.replaceAll(/[!-~]/g, "").length; // fonts differ most in these
  return Math.ceil(emWidth(shown) * font) + narrow;
}

function shorten(token: string): string {
  let shown = "";
  for (const character of visibleToken(token)) {
    if (emWidth(`${shown}${character}`) * font > most) return `${shown}…`;
    shown += character;
  }
  return shown;
}

function share({ logProbability }: BeamTreeNode): string {
  const p = Math.exp(logProbability);
  return p >= 0.001 ? p.toFixed(3) : p.toExponential(1);
}

/** A number with a true minus sign. */
function minus(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
