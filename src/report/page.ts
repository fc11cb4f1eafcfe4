import { escapeMarkup } from "./escape.ts";
import { style } from "./style.ts";

export interface Page {
  readonly title: string;
  /** The language of the page's own words, such as "en". */
  readonly language: string;
  /** Rules beside those of every report (default: none). */
  readonly moreStyle?: string;
  /** Markup; empty sections are left out. */
  readonly sections: readonly string[];
}

/**
 * One HTML file that needs no script and nothing from the network, suits light and dark screens, and prints.
 */
export function renderPage({ title, language, moreStyle = "", sections }: Page): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(title)}</title>
<style>
${style}${moreStyle}
</style>
</head>
<body>
<main>
${sections.filter((section) => section !== "").join("\n")}
</main>
</body>
</html>
`;
}
