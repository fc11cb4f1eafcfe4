import type { VNode } from "preact";
import { type Alignment, attentionLabels } from "../../src/report/attention-labels.ts";
import { textsIn } from "../app/language.ts";

const texts = {
  en: { caption: "Attention weights: a row for each output token", output: "Output" },
  ja: { caption: "アテンションの重み：1行が出力の1トークンです", output: "出力" },
};

/** A heat map as a table, for those who do not see it: weights in percent. The box around it is what keeps it small. */
export function WeightTable({ alignment }: { readonly alignment: Alignment }): VNode {
  const { columns, rows } = attentionLabels(alignment);
  const { caption, output } = textsIn(texts);
  return (
    <div class="unseen">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{output}</th>
            {columns.map((label, s) => (
              <th scope="col" key={s}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {alignment.attention.map((weights, t) => (
            <tr key={t}>
              <th scope="row">{rows[t]}</th>
              {weights.map((weight, s) => (
                <td key={s}>{`${Math.round(100 * weight)} %`}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
