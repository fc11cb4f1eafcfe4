/** The words of an output, each with whether the right answer has it there: in a longest common subsequence of both. */
export function markedWords(
  output: string,
  gold: string,
): { readonly word: string; readonly isRight: boolean }[] {
  const words = output.split(" ").filter((word) => word !== "");
  const right = gold.split(" ").filter((word) => word !== "");
  // common[i][j]: of words from i on and right words from j on
  const common = Array.from({ length: words.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = words.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      common[i]![j] =
        words[i] === right[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  let j = 0;
  return words.map((word, i) => {
    while (
      j < right.length &&
      word !== right[j] &&
      common[i]![j + 1]! === common[i]![j]! &&
      common[i + 1]![j]! < common[i]![j]!
    )
      j++;
    const isRight = word === right[j] && common[i]![j]! === common[i + 1]![j + 1]! + 1;
    if (isRight) j++;
    return { word, isRight };
  });
}
