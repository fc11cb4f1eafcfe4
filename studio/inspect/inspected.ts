import type { SearchTrace } from "../../src/inspection/search-trace.ts";
import { parameter } from "../app/address.ts";
import { call } from "../worker/calls.ts";
import type { BeamOptions, OpenedModel } from "../worker/inspection.ts";
import { type Answer, useAnswer } from "./use-answer.ts";

/** A model with what it made of a line: all of it belongs together. */
export interface Inspected {
  readonly run: string;
  readonly facts: OpenedModel;
  readonly line: string;
  readonly trace: SearchTrace;
}

/** Options of the beam that a link may give, within what a page can show. */
export function beamOptions(): Required<Pick<BeamOptions, "beam" | "nBest" | "lengthPenalty">> {
  const number = (name: string, usual: number, least: number, most: number) => {
    const value = Number.parseFloat(parameter(name) ?? "");
    return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : usual;
  };
  const beam = Math.round(number("beam", 5, 1, 12));
  return { beam, nBest: beam, lengthPenalty: number("alpha", 1, 0, 5) };
}

/** Opens a model. @param run its id; undefined: none */
export function useModel(run: string | undefined, saved: string | undefined): Answer<OpenedModel> {
  return useAnswer(run === undefined ? null : `${run} ${saved}`, () => call("inspect.open", run!));
}

/** What a model makes of a line, as it is typed. */
export function useInspected(
  run: string | undefined,
  { value: facts }: Answer<OpenedModel>,
  line: string,
  options: BeamOptions,
): Answer<Inspected> {
  const question = run === undefined || facts === undefined ? null : JSON.stringify([run, line, options]);
  return useAnswer(question, async (signal) => {
    const trace = await call("inspect.search", { run: run!, line, options }, { signal });
    return { run: run!, facts: facts!, line, trace };
  });
}
