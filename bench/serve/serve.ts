import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFaults } from "../../test/support/faulty-load.ts";
import type { Bench } from "../bench.ts";
import type { Figure } from "../figure.ts";
import { benchPairs } from "../pairs.ts";
import { benchModel } from "../search-model.ts";
import { clientFigures } from "./alone.ts";
import { burnInFigures } from "./burn-in.ts";
import { fuzzFigures } from "./fuzz-bodies.ts";
import { type LoadCase, loadFigures } from "./load.ts";

const beam = 5;

/** Parts of the bench, in this order. */
const serveParts = ["load", "clients", "faults", "burn-in", "fuzz"] as const;

/**
 * `henkan serve` under open-loop load, with many clients and with one, against the same model in PyTorch behind aiohttp;
 * with faults; for an hour's worth of requests; and with drawn bodies. Options: `--parts` (default: all), `--seconds` of
 * each load (default 20), `--rounds`: requests with faults, requests of the burn-in, and bodies (default: 10,000, 36,000,
 * and 1,000,000).
 */
export const serve: Bench = async ({ options, say }) => {
  const parts = options.parts?.split(",") ?? serveParts;
  const rounds = options.rounds === undefined ? undefined : Number(options.rounds);
  const scratch = await mkdtemp(join(tmpdir(), "henkan-serve-"));
  const figures: Figure[] = [];
  try {
    if (parts.some((part) => part === "load" || part === "clients" || part === "burn-in")) {
      const pairs = await benchPairs();
      const { model, folder } = await benchModel(pairs, say);
      if (folder === undefined) {
        say("serve: load, clients and burn-in need the trained model of bench/search-model.ts");
      } else {
        const lines = pairs.test.slice(0, 500).map(({ source }) => source);
        const given: LoadCase = { folder, lines, beam, seconds: Number(options.seconds ?? 20), say };
        if (parts.includes("load")) figures.push(...(await loadFigures(given)));
        if (parts.includes("clients")) figures.push(...(await clientFigures(model, given)));
        if (parts.includes("burn-in")) figures.push(...(await burnInFigures(given, rounds)));
      }
    }
    if (parts.includes("faults")) {
      const requests = rounds ?? 10_000;
      figures.push(...(await faultFigures(join(scratch, "faults"), requests, say)));
    }
    if (parts.includes("fuzz"))
      figures.push(...(await fuzzFigures(join(scratch, "fuzz"), rounds ?? 1_000_000, say)));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return figures;
};

async function faultFigures(
  folder: string,
  requests: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const { counts, wrong, generation, restarts } = await runFaults({
    folder,
    requests,
    kills: 20,
    replacements: 10,
    say,
  });
  for (const one of wrong.slice(0, 10)) say(`serve: ${one}`);
  const kinds = Object.entries(counts).map(([kind, count]) => `${kind}: ${count}`);
  return [
    {
      name: "serve: faults, answers neither right to the byte nor the error that is due",
      value: wrong.length,
      unit: "",
      target: 0,
      better: "below",
      note: `of ${requests}, ${restarts} threads killed, generation ${generation}; ${kinds.join(", ")}`,
    },
  ];
}
