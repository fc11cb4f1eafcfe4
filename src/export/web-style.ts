import { style } from "../report/style.ts";

/** page.css of an exported page: the report's style, and what only the page has. */
export const webStyle = `${style}
[hidden] { display: none !important; }
main { max-width: 760px; padding-top: clamp(28px, 9vh, 96px); }
h1 { font-size: 20px; margin: 0 0 22px; color: var(--soft); overflow-wrap: anywhere; }
#source-label, #output-label { display: block; font: 13px/1.6 var(--sans); color: var(--soft); margin: 0 0 4px; }
textarea { width: 100%; min-height: 64px; max-height: 50vh; padding: 16px 18px; resize: none; field-sizing: content;
  font: 22px/1.45 var(--sans); color: var(--ink); background: var(--card); border: 1px solid var(--rule); border-radius: 12px;
  transition: border-color 0.15s, box-shadow 0.15s; }
textarea::placeholder { color: var(--soft); opacity: 1; }
textarea:focus { outline: none; border-color: var(--train); box-shadow: 0 0 0 3px color-mix(in srgb, var(--train) 22%, transparent); }
#examples { display: flex; flex-wrap: wrap; align-items: baseline; gap: 6px 8px; margin-top: 12px; font-size: 14px; color: var(--soft); }
#examples button { font: inherit; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 99px;
  padding: 5px 13px; cursor: pointer; text-align: start; }
#examples button:hover { background: var(--cell); }
:is(button, a, #map):focus-visible { outline: 2px solid var(--train); outline-offset: 2px; }
#progress { height: 3px; margin: 26px 0 0; border-radius: 2px; overflow: hidden; background: var(--rule); }
#progress::before { content: ""; display: block; height: 100%; width: calc(100% * var(--share, 0)); background: var(--train);
  border-radius: 2px; transition: width 0.2s; }
#state { margin: 10px 0 0; min-height: 1.6em; font-size: 14px; color: var(--soft); font-variant-numeric: tabular-nums; }
#alarm { margin: 8px 0 0; padding: 12px 16px; border-left: 3px solid var(--dev); background: var(--card); white-space: pre-line;
  overflow-wrap: anywhere; }
#result { margin-top: 6px; transition: opacity 0.15s; }
#result p { margin: 0; }
#result[aria-busy] { opacity: 0.55; }
#output { font-size: 30px; line-height: 1.4; overflow-wrap: anywhere; }
#output.note { font-size: 22px; }
#result .note { margin-top: 6px; font-variant-numeric: tabular-nums; white-space: pre-line; }
#about:not(:empty) + #time::before, #parameters:not(:empty) + #size::before, #size:not(:empty) + span::before { content: "· "; }
section h2 { font: 600 15px/1.5 var(--sans); margin: 40px 0 12px; }
#others { list-style: none; margin: 0; padding: 0; }
#others li { display: flex; justify-content: space-between; gap: 20px; padding: 9px 0; border-bottom: 1px solid var(--rule); }
#others .note { font-variant-numeric: tabular-nums; }
#map { margin-top: 12px; padding-bottom: 4px; }
#attention .note { margin-top: 10px; }
#told { min-height: 1.6em; }
.dark { display: none; }
@media (prefers-color-scheme: dark) { .dark { display: block; } .light { display: none; } }
#needs-server { visibility: hidden; animation: show 0s 4s forwards; color: var(--soft); }
@keyframes show { to { visibility: visible; } }
footer { border-top: 1px solid var(--rule); padding-top: 16px; }
footer p { margin: 0; }
footer a { color: inherit; }
@media (max-width: 640px) {
  main { padding-top: 26px; }
  textarea { font-size: 19px; padding: 13px 15px; }
  #output { font-size: 25px; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media print {
  #examples, #progress, #state, .dark { display: none; }
  .light { display: block; }
  textarea { border: 0; padding: 0; margin-bottom: 16px; font-size: 14pt; min-height: 0; box-shadow: none !important; }
  #output { font-size: 18pt; }
}
`;
