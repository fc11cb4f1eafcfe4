/** Runs that this tab has in hand; browsers without locks have no others. */
const held = new Set<string>();

const nameOf = (id: string) => `henkan-run-${id}`;

/**
 * Takes the lock of a run, which no other tab has at the same time. A closed tab gives it back.
 * @returns gives it back; null where somebody else has it
 */
export async function lockRun(id: string): Promise<(() => void) | null> {
  if (held.has(id)) return null;
  held.add(id);
  const give = () => void held.delete(id);
  const { locks } = globalThis.navigator ?? {};
  if (locks === undefined) return give;
  return new Promise((resolve, reject) => {
    locks
      .request(nameOf(id), { ifAvailable: true }, (lock) => {
        if (lock === null) {
          give();
          resolve(null);
          return;
        }
        return new Promise<void>((release) => {
          resolve(() => {
            give();
            release();
          });
        });
      })
      .catch((error) => {
        give();
        reject(error);
      });
  });
}

/** The runs that some tab has in hand. */
export async function lockedRuns(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const taken = (await globalThis.navigator?.locks?.query())?.held ?? [];
  const names = new Set(taken.map(({ name }) => name));
  return new Set(ids.filter((id) => held.has(id) || names.has(nameOf(id))));
}
