import { basename, resolve } from "node:path";
import { ConfigError, HenkanError, messageOf } from "../errors.ts";
import { ProblemError } from "./problem.ts";
import type { ModelsAnswer } from "./schema.ts";
import { describeServed, type Generation, type ModelSource, readGeneration } from "./served-model.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** A model by its name, with the generation that answers now. */
interface Entry {
  readonly source: ModelSource & { readonly name: string };
  /** From 1. */
  count: number;
  current: Generation;
}

export interface ShelfOptions {
  readonly pool: WorkerPool;
  readonly onReplaced: (name: string, generation: number) => void;
}

/** The models that are served. */
export class ModelShelf {
  private readonly options: ShelfOptions;
  private readonly entries = new Map<string, Entry>();
  private readonly users = new Map<Generation, number>();
  private numbers = 0;
  /** Replacements that go on or wait. */
  private replacing = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: ShelfOptions) {
    this.options = options;
  }

  /** Reads models, before there are threads. @throws {ConfigError} where two have one name */
  async open(sources: readonly ModelSource[]): Promise<void> {
    if (sources.length === 0) throw new ConfigError("no models: expected one model folder or more");
    for (const source of sources) {
      const name = source.name ?? basename(resolve(source.folder));
      const other = this.entries.get(name);
      if (other !== undefined) {
        throw new ConfigError(
          `model ${JSON.stringify(name)}: both ${other.source.folder} and ${source.folder} have this name: give one another, NAME=${source.folder}`,
        );
      }
      const current = await readGeneration(source.folder, this.numbers++);
      this.entries.set(name, { source: { ...source, name }, count: 1, current });
      await this.options.pool.load(current);
    }
  }

  get isReplacing(): boolean {
    return this.replacing > 0;
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  get folders(): string[] {
    return [...this.entries.values()].map(({ source }) => source.folder);
  }

  get generations(): Generation[] {
    return [...this.entries.values()].map(({ current }) => current);
  }

  describe(): ModelsAnswer["models"] {
    return [...this.entries.values()].map(({ source, count, current }) =>
      describeServed(source, count, current),
    );
  }

  /**
   * Does something with the generation of a model that answers now, which stays until that is done.
   * @param name may be left out where there is one model
   * @throws {ProblemError} where there is no such model
   */
  async use<Result>(
    name: string | undefined,
    work: (
      generation: Generation,
      description: { readonly model: string; readonly generation: number },
    ) => Promise<Result>,
  ): Promise<Result> {
    const { release, generation, description } = this.hold(name);
    try {
      return await work(generation, description);
    } finally {
      release();
    }
  }

  /** `use` for work that does not end with a call. */
  hold(name: string | undefined) {
    const entry = this.find(name);
    const { current: generation } = entry;
    this.users.set(generation, (this.users.get(generation) ?? 0) + 1);
    const release = () => {
      const users = this.users.get(generation)! - 1;
      if (users > 0) this.users.set(generation, users);
      else this.users.delete(generation);
      this.settle(generation);
    };
    return { generation, description: { model: entry.source.name, generation: entry.count }, release };
  }

  /**
   * Reads a model's folder again, and lets the new model answer once it has answered a probe. Until then, and where the new
   * one is damaged, the old one does.
   * @throws {HenkanError} that says why the new one is refused
   */
  async replace(name: string): Promise<void> {
    const entry = this.find(name);
    this.replacing++;
    const before = this.turn;
    const replaced = before.then(() => this.replaceNow(entry));
    this.turn = replaced.catch(() => {});
    try {
      await replaced;
    } finally {
      this.replacing--;
    }
  }

  private async replaceNow(entry: Entry): Promise<void> {
    const { pool, onReplaced } = this.options;
    const next = await readGeneration(entry.source.folder, this.numbers++);
    next.outputRatio = entry.current.outputRatio;
    try {
      await pool.load(next);
    } catch (cause) {
      await pool.forget(next.number);
      const why = messageOf(cause);
      throw new HenkanError(
        `model ${JSON.stringify(entry.source.name)}: the new one does not answer: ${why}`,
        {
          cause,
        },
      );
    }
    const old = entry.current;
    entry.current = next;
    entry.count++;
    onReplaced(entry.source.name, entry.count);
    this.settle(old);
  }

  /** Frees a generation that neither answers nor is used. */
  private settle(generation: Generation): void {
    if (this.users.has(generation) || this.generations.includes(generation)) return;
    void this.options.pool.forget(generation.number);
  }

  private find(name: string | undefined): Entry {
    const [first] = this.entries.values();
    const entry = name === undefined ? first! : this.entries.get(name);
    if (entry !== undefined && (name !== undefined || this.entries.size === 1)) return entry;
    const known = this.names.map((one) => JSON.stringify(one)).join(", ");
    if (name === undefined) {
      throw new ProblemError(
        "invalid-request",
        `model: there are ${this.entries.size}: expected one of ${known}`,
        {
          errors: [{ path: "model", message: `expected one of ${known}` }],
        },
      );
    }
    throw new ProblemError("unknown-model", `model ${JSON.stringify(name)}: expected one of ${known}`, {
      errors: [{ path: "model", message: `expected one of ${known}` }],
    });
  }
}
