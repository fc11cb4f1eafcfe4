import { openRuntime, type Runtime, type RuntimeOptions } from "../runtime/index.ts";
import type { Ranks } from "../training/ranks.ts";
import { counted } from "./table.ts";

/** Opens ONNX Runtime, on all ranks where there are several: see `openRuntimeOnRanks`. */
export async function openRuntimeOn(ranks: Ranks | undefined, options: RuntimeOptions): Promise<Runtime> {
  if (ranks === undefined) return openRuntime(options);
  const { openRuntimeOnRanks } = await import("../jobs/rank-services.ts");
  return openRuntimeOnRanks(ranks, options);
}

/** "4 ranks on 2 hosts train together, over Open MPI v4.1.4". @param verb "train" */
export function ranksNotice({ communicator: { size, hosts, library } }: Ranks, verb: string): string {
  return `${counted(size, "rank")} on ${counted(new Set(hosts).size, "host")} ${verb} together, over ${library}`;
}
