import { type Caller, caller } from "../../test/support/http-calls.ts";
import { debianPytorch, refuseOtherBlas, spawnPytorch } from "../peers/pytorch.ts";

/** The same model in PyTorch behind aiohttp, one request at a time. */
export interface ServedPeer {
  readonly call: Caller;
  readonly version: string;
  stop(): void;
}

/**
 * @param beam 1: greedy search
 * @throws {Error} where Debian's PyTorch, its OpenBLAS or aiohttp is missing
 */
export async function startPeer(folder: string, beam: number): Promise<ServedPeer> {
  const [setting] = debianPytorch.settings; // one thread, as one worker has
  const { child, answers } = spawnPytorch(
    "pytorch_serve.py",
    [folder, String(beam)],
    debianPytorch,
    setting!,
  );
  const { port, torch, blas } = (await answers()) as { port: number; torch: string; blas: string };
  refuseOtherBlas(blas, debianPytorch);
  const { call, close } = caller(`http://127.0.0.1:${port}`);
  return {
    call,
    version: torch,
    stop() {
      close();
      child.kill();
    },
  };
}
