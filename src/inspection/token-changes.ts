/** For each token of two lists, whether the other list has it too: a longest common subsequence. */
export interface TokenChanges {
  readonly removed: readonly boolean[];
  readonly added: readonly boolean[];
}

/** What an edit of one list into the other removes and adds; of several shortest edits, the one that keeps early tokens. */
export function tokenChanges(before: readonly string[], after: readonly string[]): TokenChanges {
  const [n, m] = [before.length, after.length];
  // common[i][j]: the length of the longest common subsequence of before[i…] and after[j…].
  const common = Array.from({ length: n + 1 }, () => new Uint32Array(m + 1));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      common[i]![j] =
        before[i] === after[j]
          ? common[i + 1]![j + 1]! + 1
          : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const removed = Array<boolean>(n).fill(true);
  const added = Array<boolean>(m).fill(true);
  for (let i = 0, j = 0; i < n && j < m; ) {
    if (before[i] === after[j]) {
      removed[i++] = false;
      added[j++] = false;
    } else if (common[i + 1]![j]! >= common[i]![j + 1]!) i++;
    else j++;
  }
  return { removed, added };
}
