import type { TrainingEvent } from "../../src/training/events.ts";
import type { ChosenFile } from "../runs/exchange/chosen-contents.ts";
import type { ExportKind } from "../runs/exchange/export-kinds.ts";
import type { ExportedFile } from "../runs/exchange/export-run.ts";
import type { RunNotice } from "../runs/notice.ts";
import type { RunStore, RunSummary } from "../runs/run-keeper.ts";
import { openRunStore } from "../runs/run-store.ts";
import type { CallContext } from "./handler.ts";
import { openSessionRuntime } from "./training.ts";

/** All runs, and where they are kept. */
export interface RunList {
  readonly runs: readonly RunSummary[];
  readonly lasting: RunStore["lasting"];
  /** Of this origin, in bytes; null where the browser does not say. */
  readonly storage: { readonly used: number; readonly most: number } | null;
}

/** Calls about saved runs. They throw a `RunProblem`, which `problemText` puts into words. */
export const runHandlers = {
  async "runs.list"(_: Record<string, never>): Promise<RunList> {
    const store = await openRunStore();
    const estimate = await navigator.storage?.estimate?.().catch(() => null);
    const { usage: used, quota: most } = estimate ?? {};
    const storage = used === undefined || most === undefined ? null : { used, most };
    return { runs: await store.list(), lasting: store.lasting, storage };
  },

  async "runs.events"(id: string): Promise<readonly TrainingEvent[]> {
    return (await openRunStore()).events(id);
  },

  async "runs.rename"({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    await (await openRunStore()).rename(id, name);
  },

  async "runs.delete"(id: string): Promise<void> {
    await (await openRunStore()).delete(id);
  },

  /** @param kind "raw": its files as they are, where it is damaged */
  async "runs.export"({
    id,
    kind,
  }: {
    readonly id: string;
    readonly kind: ExportKind | "raw";
  }): Promise<ExportedFile> {
    const [store, { exportRaw, exportRun }] = await Promise.all([
      openRunStore(),
      import("../runs/exchange/export-run.ts"), // which few need, and not at once
    ]);
    if (kind === "raw") return exportRaw(id, await store.raw(id));
    const [run, runtime] = await Promise.all([store.read(id), openSessionRuntime()]);
    return exportRun(run, kind, { runtime, raw: () => store.raw(id), fetch: ownFile });
  },

  /** @returns the id of the run that the files become */
  async "runs.import"(chosen: readonly ChosenFile[], { emit }: CallContext<RunNotice>): Promise<string> {
    const { importRun } = await import("../runs/exchange/import-run.ts");
    return importRun(chosen, await openRunStore(), emit);
  },
};

/** A file of this page's own folder. */
async function ownFile(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, self.location.href));
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}: load the page again`);
  return new Uint8Array(await response.arrayBuffer());
}
