import { add, expandDims, matmul, mul, squeeze, tanh } from "../../graph/index.ts";
import { attentionByScore, type ScoreDefinition } from "../attention-score.ts";
import { xavierUniform } from "../initializers.ts";

/**
 * The score of a query q and a key k
 *
 *     v·tanh(q W + k U)            Bahdanau 2015, appendix A.1.2
 *     v·tanh(q W + k U + c w)      with the coverage c of the position, Tu 2016, See 2017, eq. 11
 */
export const additive: ScoreDefinition = {
  description: "a layer of tanh over query and key (Bahdanau 2015)",
  reads: ["sharpness", "coverage"],
  needsEqualSizes: false,
  declare(parameters, name, options, { query, key }) {
    const declare = (part: string, rows: number, columns: number) =>
      parameters.declare(`${name}.${part}`, [rows, columns], xavierUniform);
    const queryWeight = declare("weight_query", query, query);
    const keyWeight = declare("weight_key", key, query);
    const vector = declare("vector", query, 1);
    const coverageWeight = options.coverage ? declare("weight_coverage", 1, query) : undefined;
    return attentionByScore((keys) => {
      const projected = expandDims(matmul(keys, keyWeight), 1); // [B, 1, S, H]
      return (queries, coverage) => {
        const sums = add(expandDims(matmul(queries, queryWeight), 2), projected); // [B, Q, S, H]
        const withCoverage =
          coverageWeight && add(sums, mul(expandDims(coverage!, -1), squeeze(coverageWeight, 0)));
        return squeeze(matmul(tanh(withCoverage ?? sums), vector), -1);
      };
    }, options);
  },
};
