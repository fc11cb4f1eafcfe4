/**
 * The marks within prose: `**term**`, `$TeX$`, `` `code` `` and `[words](target)`. A target that begins with "?" acts on
 * the chapter's widget: it names settings, `?step=3`. One that begins with "#" is another place of the studio.
 */
export type Piece =
  | { readonly kind: "text" | "term" | "math" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly target: string };

const marks = /\*\*(.+?)\*\*|\$([^$]+)\$|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/gu;

/** Cuts prose into pieces. */
export function inlinePieces(prose: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of prose.matchAll(marks)) {
    if (match.index > end) pieces.push({ kind: "text", text: prose.slice(end, match.index) });
    const [, term, math, code, words, target] = match;
    if (term !== undefined) pieces.push({ kind: "term", text: term });
    else if (math !== undefined) pieces.push({ kind: "math", text: math });
    else if (code !== undefined) pieces.push({ kind: "code", text: code });
    else pieces.push({ kind: "link", text: words!, target: target! });
    end = match.index + match[0].length;
  }
  if (end < prose.length) pieces.push({ kind: "text", text: prose.slice(end) });
  return pieces;
}
