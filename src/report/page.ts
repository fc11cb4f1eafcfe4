import { escapeMarkup } from "./escape.ts";
import { style } from "./style.ts";

/**
 * One HTML file with nothing from the network and no script: its policy lets a browser load nothing at all.
 * @param sections markup; empty ones are left out
 */
export function page({
  title,
  language,
  sections,
}: {
  title: string;
  language: string;
  sections: readonly string[];
}): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(title)}</title>
<style>
${style}
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
