/** The symbols of the loss, as its widget's buttons show them. */
export const lossSymbols = {
  E: "$E(w)$",
  minus: "$-$",
  N: "$N$",
  sum: "$\\sum$",
  n: "$n$",
  log: "$\\log$",
  P: "$P$",
  y: "$y_n^t$",
  Ty: "$T'$",
  x: "$x_n^t$",
  Tx: "$T$",
  w: "$w$",
} as const;

/** The formula of attention in its steps, as the captions of its widget show them. */
export const attentionSteps = {
  root: "$\\sqrt{d_k}$",
  products: "1. $QK^\\top$",
  scaled: "2. $QK^\\top/\\sqrt{d_k}$",
} as const;

/** Prose of the widgets that has formulas: they are typeset with those of the chapters. */
export const widgetProse: readonly string[] = [
  ...Object.values(lossSymbols),
  ...Object.values(attentionSteps),
];
