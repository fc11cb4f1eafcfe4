/**
 * Tokens as whole numbers, equal ones as equal numbers, so that loops compare integers.
 * @param numbers those given so far, 0, 1, 2 …: new tokens are added
 */
export function numberTokens(tokens: readonly string[], numbers: Map<string, number>): number[] {
  return tokens.map((token) => {
    const known = numbers.get(token);
    if (known !== undefined) return known;
    numbers.set(token, numbers.size);
    return numbers.size - 1;
  });
}
