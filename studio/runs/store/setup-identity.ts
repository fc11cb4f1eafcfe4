import { fingerprint } from "../../../src/data/index.ts";
import { type RunIdentity, runIdentity } from "../../../src/jobs/checkpoint/run-identity.ts";
import type { RunSetup } from "../run-keeper.ts";

/** The identity of a run as the command line has it, so that either may go on where the other stopped. */
export function identityOf({
  configuration,
  source,
  target,
  pairs,
  dev,
  from,
}: RunSetup): Promise<RunIdentity> {
  return runIdentity({
    ...{ configuration, dev, test: null, from: from?.model },
    corpus: { source, target },
    pairs: fingerprint(pairs),
  });
}
