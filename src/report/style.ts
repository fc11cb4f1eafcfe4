/**
 * The style of a report, for the screen in light and dark and for paper. The hues are those of Okabe and Ito (2008,
 * "Color Universal Design"), which people with any common type of colour vision can tell apart.
 */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fbfaf7; --card: #ffffff; --ink: #22252a; --soft: #6a6f78; --rule: #e4e1da; --cell: #f1efea;
  --train: #0072b2; --dev: #c24f00; --token: #00805d; --weight: #08468c; --right: #00704f;
  --brightest: 55%;
  --sans: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Noto Sans", Roboto, "Hiragino Sans",
    "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", Meiryo, sans-serif;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, "Noto Serif", "Hiragino Mincho ProN",
    "Noto Serif CJK JP", "Yu Mincho", serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16181c; --card: #1d2025; --ink: #e6e4df; --soft: #9a9fa8; --rule: #31353c; --cell: #272b31;
    --train: #56b4e9; --dev: #f0a13a; --token: #3fc79a; --weight: #8ecbff; --right: #4fd0a5;
    --brightest: 40%;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.6 var(--sans); }
main { max-width: 960px; margin: 0 auto; padding: 56px 28px 72px; }
h1, h2 { font-family: var(--serif); font-weight: 600; line-height: 1.25; text-wrap: balance; }
h1 { font-size: 34px; margin: 0 0 10px; letter-spacing: -0.01em; }
h2 { font-size: 22px; margin: 56px 0 14px; }
h3 { font-size: 18px; margin: 34px 0 4px; overflow-wrap: anywhere; }
p { margin: 0 0 14px; max-width: 68ch; }
.lead { font-size: 17px; color: var(--soft); }
.note { color: var(--soft); font-size: 14px; }
dl.summary { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 18px 28px; margin: 30px 0 0;
  padding: 20px 0; border-block: 1px solid var(--rule); }
dl.summary dt { color: var(--soft); font-size: 13px; }
dl.summary dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 28px; }
svg { font-family: var(--sans); }
.chart { width: 100%; height: auto; display: block; overflow: visible; }
.chart-title { font-size: 15px; font-weight: 600; fill: var(--ink); }
.tick { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
.grid { stroke: var(--rule); stroke-width: 1; }
.whisker { stroke: currentColor; stroke-width: 1.6; opacity: 0.75; }
.line.thin { stroke-width: 1.2; opacity: 0.6; }
.line { fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
.behind { fill: none; stroke: var(--train); stroke-width: 1; opacity: 0.45; }
.dot { fill: currentColor; stroke: transparent; stroke-width: 10px; }
.dot.best { fill: var(--page); stroke: currentColor; stroke-width: 2.2px; }
.end { font-size: 13px; font-weight: 600; fill: currentColor; }
.value { font-weight: 400; font-variant-numeric: tabular-nums; }
.best-line { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; }
.best-label { font-size: 12px; fill: var(--soft); }
.train { color: var(--train); } .dev { color: var(--dev); } .token { color: var(--token); }
.control { color: var(--soft); }
.band { fill: currentColor; opacity: 0.17; }
.bar { fill: currentColor; stroke: currentColor; stroke-width: 1; }
.bar.light { fill-opacity: 0.28; }
.characters { display: flex; flex-wrap: wrap; gap: 6px 14px; margin: 0 0 14px; padding: 0; list-style: none; }
.characters .count { color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.other { fill: none; stroke: var(--soft); stroke-width: 1; opacity: 0.3; }
.mark { fill: currentColor; stroke: var(--page); stroke-width: 1.5px; }
.small-charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr)); gap: 24px 28px; margin-top: 26px; }
.scroll { overflow-x: auto; margin: 26px 0 14px; }
.arms th, .arms td { padding: 7px 14px 7px 0; font-size: 14px; }
.arms td.number { font-size: 14px; padding-right: 14px; }
.arms th[scope="row"] { white-space: normal; min-width: 8.5em; }
.arms tr > :last-child { padding-right: 0; }
.arms thead th { color: var(--soft); font-weight: 400; font-size: 13px; }
.arms thead th.number { text-align: right; }
.arms .between { color: var(--soft); font-size: 12px; display: block; }
.downloads a { color: var(--train); margin-right: 18px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 9px 18px 9px 0; border-bottom: 1px solid var(--rule); vertical-align: baseline; }
th { font-weight: 600; white-space: nowrap; }
td.number { text-align: right; font-size: 18px; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 26px; }
td.definition { color: var(--soft); font-size: 14px; }
td.range { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
td.head { font-size: 13px; color: var(--soft); }
code { font-size: 12px; overflow-wrap: anywhere; }
a.csv { color: var(--soft); font-size: 13px; }
table + .note { margin-top: 14px; }
.examples { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 410px), 1fr)); gap: 20px; }
.example { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 20px 22px 14px; overflow-wrap: anywhere; }
.example.wide { grid-column: 1 / -1; }
.example p { margin: 0; }
.example .source { color: var(--soft); }
.example .text { font-size: 20px; line-height: 1.45; margin: 2px 0 6px; }
.example .about { font-size: 13px; color: var(--soft); font-variant-numeric: tabular-nums; margin-bottom: 14px; }
.example .right { color: var(--right); font-weight: 600; }
.map { overflow-x: auto; margin-left: -8px; padding-left: 8px; }
.heat-map { height: auto; display: block; overflow: visible; }
text.token:not(.end) { font-size: 13px; fill: var(--ink); }
.end-of-sequence { font-size: 11px; fill: var(--soft); opacity: 0.75; }
.cell { fill: var(--cell); }
.weight { fill: var(--weight); }
.heat-map .aside { opacity: 0.35; }
.heat-map .token.chosen { font-weight: 700; }
.heat-map .cursor .weight { stroke: var(--dev); stroke-width: 2; }
.lit-words { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px; margin: 0 0 6px; max-width: none; }
.lit-word { padding: 2px 6px; border-radius: 5px; transition: background-color 0.12s;
  background: color-mix(in srgb, var(--weight) calc(var(--light, 0) * var(--brightest)), transparent); }
.lit-word.bright { font-weight: 600; }
.weight.below { fill: var(--dev); }
.beam-tree, .gate-map { display: block; }
.beam-tree .edge { fill: none; stroke: var(--soft); stroke-width: 1.2; opacity: 0.55; }
.beam-tree .edge.pruned { stroke-width: 0.8; stroke-dasharray: 2 3; }
.beam-tree .edge.marked { stroke: var(--train); stroke-width: 2.4; opacity: 1; }
.beam-tree .root { fill: var(--soft); }
.beam-tree .hit { fill: transparent; }
.beam-tree .finished .hit { fill: none; stroke: var(--token); stroke-width: 1.4; }
.beam-tree .left .hit { stroke: var(--soft); stroke-dasharray: 3 3; }
.beam-tree .marked .token { font-weight: 700; }
.beam-tree .marked .hit { stroke: var(--train); stroke-width: 1.6; }
.beam-tree :is(.pruned, .over) .token { fill: var(--soft); }
.beam-tree .cursor .hit { stroke: var(--dev); stroke-width: 2; stroke-dasharray: none; }
.beam-tree .cross { fill: none; stroke: var(--dev); stroke-width: 1.4; }
.state-plane .token { fill: var(--ink); paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round; }
footer { margin-top: 64px; color: var(--soft); font-size: 13px; }
@media (max-width: 640px) {
  main { padding: 32px 18px 48px; }
  tr { display: grid; grid-template-columns: 1fr auto; border-bottom: 1px solid var(--rule); padding: 8px 0; }
  th, td { border: 0; padding: 0; }
  td.number { padding: 0; }
  td.definition { grid-column: 1 / -1; }
  .arms tr { display: table-row; }
  .arms th, .arms td, .arms td.number { padding: 7px 14px 7px 0; border-bottom: 1px solid var(--rule); }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; --card: #ffffff; --ink: #000000; --soft: #555555; --rule: #d5d5d5; --cell: #f4f4f4;
    --train: #0072b2; --dev: #c24f00; --token: #00805d; --weight: #08468c; --right: #00704f; }
  @page { margin: 16mm 14mm; }
  body { font-size: 9.5pt; line-height: 1.5; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0 1px; }
  h1 { font-size: 22pt; }
  h2 { font-size: 14pt; break-after: avoid; margin: 22pt 0 8pt; }
  .lead { font-size: 10.5pt; }
  td.number { font-size: 11pt; }
  td.definition, .note { font-size: 9pt; }
  .note { break-inside: avoid; break-after: avoid; }
  th, td { padding-block: 4pt; }
  .example { padding: 12pt 14pt 8pt; }
  .example .text { font-size: 13pt; }
  .map { overflow: visible; }
  /* A large map says in its own size of letters how much room its labels need, which are larger here. */
  .heat-map { max-width: 100%; max-height: 150mm; padding: 1em 0 0 1em; }
  .heat-map.large .labels text { font-size: inherit; }
  .heat-map .between { display: none; }
  footer { margin-top: 20pt; }
  .charts { grid-template-columns: 1fr 1fr; }
  .small-charts { grid-template-columns: 1fr 1fr 1fr; }
  .downloads { display: none; }
  .examples { grid-template-columns: 1fr 1fr; }
  .example, .chart, tr { break-inside: avoid; }
  a.csv { display: none; }
}
`.trim();
