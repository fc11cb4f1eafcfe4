import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { Mark } from "../../marks/mark.tsx";
import { NumberRow } from "../controls/number-row.tsx";
import { Options } from "../controls/options.tsx";
import { shadeOf } from "../matrix.tsx";
import {
  type CellName,
  type CellWeights,
  cellNames,
  gateNames,
  memoryInputs,
  memoryWeights,
  runCell,
  sensitivity,
} from "../numbers/cell-steps.ts";
import { decimal } from "../numbers/decimal.ts";
import { choiceSetting, numbersSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";
import { stateChart } from "../state-chart.ts";

const cellSetting = choiceSetting("cell", cellNames, "rnn");
const inputSetting = numbersSetting("x", -2, 2, memoryInputs);
/** A gate's weights w, u and b, by the gate's name: `f=0,0,5`. The gates of all cells have different names. */
const gateSettings = Object.fromEntries(
  cellNames.flatMap((cell) =>
    Object.entries(memoryWeights[cell]).map(([gate, { w, u, b }]) => [
      gate,
      numbersSetting(gate, -10, 10, [w, u, b]),
    ]),
  ),
);

const texts = {
  en: {
    cell: "Cell",
    names: { rnn: "RNN", lstm: "LSTM", gru: "GRU" },
    inputs: "Inputs x, step 1 to 8",
    gates: {
      h: "State h",
      i: "Input gate i",
      f: "Forget gate f",
      o: "Output gate o",
      g: "Candidate g",
      z: "Update gate z",
      r: "Reset gate r",
      n: "Candidate n",
    } as Readonly<Record<string, string>>,
    chart: "State by step",
    caption: "Values by step",
    last: (h: string, slope: string) => `After step 8: h = ${h}, and ∂h⁸/∂x¹ = ${slope}.`,
  },
  ja: {
    cell: "セル",
    names: { rnn: "RNN", lstm: "LSTM", gru: "GRU" },
    inputs: "入力x（1〜8時点）",
    gates: {
      h: "状態h",
      i: "入力ゲートi",
      f: "忘却ゲートf",
      o: "出力ゲートo",
      g: "候補g",
      z: "更新ゲートz",
      r: "リセットゲートr",
      n: "候補n",
    } as Readonly<Record<string, string>>,
    chart: "時点ごとの状態",
    caption: "時点ごとの値",
    last: (h: string, slope: string) => `8時点目：h = ${h}、∂h⁸/∂x¹ = ${slope}。`,
  },
};

/** A cell of one unit, whose weights and inputs one can change. */
export function CellWidget(): VNode {
  const words = textsIn(texts);
  const cell = settingNow(cellSetting);
  const inputs = settingNow(inputSetting);
  const weights = weightsNow(cell);
  const states = runCell(cell, weights, inputs);
  const rows: [string, readonly number[]][] = [
    ["x", inputs],
    ...Object.keys(states[0]!.gates).map((gate): [string, number[]] => [
      gate,
      states.map(({ gates }) => gates[gate]!),
    ]),
    ...(cell === "lstm" ? [["c", states.map(({ c }) => c)] as [string, number[]]] : []),
    ["h", states.map(({ h }) => h)],
  ];
  const lines = rows.filter(([name]) => name === "h" || name === "c");
  const svg = stateChart(
    words.chart,
    lines.map(([label, values]) => ({ label, colour: label === "h" ? "train" : "dev", values })),
  );
  return (
    <>
      <Options
        setting={cellSetting}
        label={words.cell}
        options={cellNames.map((value) => ({ value, label: words.names[value] }))}
      />
      <Mark svg={svg} class="state-chart" />
      <p role="status">
        {words.last(decimal(states.at(-1)!.h, 3), decimal(sensitivity(cell, weights, inputs), 3))}
      </p>
      <div class="gates">
        {gateNames[cell].map((gate) => (
          <NumberRow
            key={gate}
            setting={gateSettings[gate]!}
            label={words.gates[gate]!}
            names={["w", "u", "b"]}
            least={-10}
            most={10}
            step={0.1}
          />
        ))}
      </div>
      <NumberRow
        setting={inputSetting}
        label={words.inputs}
        names={memoryInputs.map((_, t) => String(t + 1))}
        least={-2}
        most={2}
        step={0.5}
      />
      <ValueTable caption={words.caption} rows={rows} />
    </>
  );
}

interface TableProps {
  readonly caption: string;
  readonly rows: readonly (readonly [string, readonly number[]])[];
}

function ValueTable({ caption, rows }: TableProps): VNode {
  return (
    <Scroll>
      <table class="matrix">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <td />
            {rows[0]![1].map((_, t) => (
              <th scope="col" key={t}>
                {t + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, values]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, t) => (
                <td key={t} class={shadeOf(Math.abs(value))}>
                  {decimal(value, 2)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function weightsNow(cell: CellName): CellWeights {
  return Object.fromEntries(
    gateNames[cell].map((gate) => {
      const [w, u, b] = settingNow(gateSettings[gate]!) as [number, number, number];
      return [gate, { w, u, b }];
    }),
  );
}
