/** What fits into a tab beside a model that is trained; and how many records that were left out are named. */
export const limits = { pairs: 200_000, characters: 40_000_000, leftOut: 100 };
