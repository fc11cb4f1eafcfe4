import { z } from "zod";
import { HenkanError } from "../../src/errors.ts";
import { filesAt, type ModelFiles, modelFiles } from "../../src/model-folder/files.ts";
import { readDescription, readModel } from "../../src/model-folder/read-model.ts";
import type { TrainingEvent } from "../../src/training/events.ts";
import { toldOf } from "../problems/told.ts";
import { parseEvents } from "./exchange/parse-events.ts";
import { RunProblem } from "./notice.ts";
import type { RunSummary, SavedRun } from "./run-keeper.ts";

const indexSchema = z.object({ models: z.array(z.string()) });

/** Ids of served models begin with this; their names follow, without commas. */
const prefix = "served:";

/** The models that whoever serves the page offers beside it, in `models/NAME/`: to be looked at, not changed. */
export class ServedModels {
  private readonly base: URL;

  /** @param base the address of `models/` */
  constructor(base: URL) {
    this.base = base;
  }

  has(id: string): boolean {
    return id.startsWith(prefix);
  }

  /** None where nothing is offered, or the page is not online. */
  async list(): Promise<readonly RunSummary[]> {
    const response = await fetch(new URL("index.json", this.base)).catch(() => null);
    const index = indexSchema.safeParse(response?.ok ? await response.json().catch(() => null) : null);
    if (!index.success) return [];
    return Promise.all(index.data.models.map((name) => this.summary(name)));
  }

  /** @throws {RunProblem} where it is damaged or not there */
  async read(id: string): Promise<SavedRun> {
    const name = nameOf(id);
    const summary = await this.summary(name);
    if (summary.problem !== null) throw new RunProblem(summary.problem);
    try {
      const { model, record: history } = await readModel(this.files(name));
      const { configuration, source, target } = model;
      const setup = { name, configuration, source, target, pairs: [], dev: [], task: null, threads: 0 };
      return { summary, setup, events: await this.events(id), state: undefined, model, history, notices: [] };
    } catch (error) {
      if (error instanceof HenkanError) throw damaged(error);
      throw error;
    }
  }

  async events(id: string): Promise<readonly TrainingEvent[]> {
    const response = await fetch(this.address(nameOf(id), modelFiles.metrics)).catch(() => null);
    if (!response?.ok) return [];
    return parseEvents(await response.text());
  }

  private async summary(name: string): Promise<RunSummary> {
    const known = {
      id: `${prefix}${encodeURIComponent(name)}`,
      name,
      task: null,
      from: null,
      place: "served",
      busy: false,
    } as const;
    try {
      const { record, configuration } = await readDescription(this.files(name));
      const { updates: update, seconds, dev, started } = record.training;
      return {
        ...known,
        ...{ created: started, saved: started, state: "model", problem: null, configuration },
        ...{ bytes: record.weights.bytes, update, seconds, dev: dev?.metrics ?? null },
      };
    } catch (error) {
      if (!(error instanceof HenkanError)) throw error;
      return {
        ...known,
        ...{ created: "", saved: "", state: "damaged", problem: damaged(error).notice, configuration: null },
        ...{ bytes: 0, update: 0, seconds: 0, dev: null },
      };
    }
  }

  private files(name: string): ModelFiles {
    return filesAt((file) => this.address(name, file));
  }

  private address(name: string, file: string): URL {
    return new URL(`${encodeURIComponent(name)}/${file}`, this.base);
  }
}

function nameOf(id: string): string {
  return decodeURIComponent(id.slice(prefix.length));
}

function damaged(error: HenkanError): RunProblem {
  return new RunProblem({ kind: "damaged", reason: toldOf(error) });
}
