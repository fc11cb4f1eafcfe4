/** TeX within the widgets' own labels. */
export const widgetFormulas: readonly string[] = [
  "E(w)",
  "N",
  "\\sum",
  "n",
  "\\log",
  "P",
  "y_n^t",
  "T'",
  "x_n^t",
  "T",
  "w",
  "-",
];
