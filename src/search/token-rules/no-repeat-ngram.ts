import { and, equal, where } from "../../graph/elementwise.ts";
import { relabel, slice } from "../../graph/reshape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { PAD } from "../../text/vocabulary.ts";
import type { TokenBan } from "./token-rule.ts";

/** No n tokens in a row occur twice in an output (Paulus 2018, section 2.5, with n = 3). */
export const noRepeatNgram: TokenBan = {
  help: "no n tokens in a row occur twice",
  whole: true,
  least: 0,
  most: 100, // the graph has operators for each of the n tokens
  off: 0,
  ban(history, n) {
    const windows = (from: number) => {
      const to = from - n + 1;
      return relabel(slice(history, -1, from, to === 0 ? undefined : to), ["R", "windows"]);
    };
    const following = windows(n - 1);
    let repeats: Tensor | undefined;
    for (let i = 0; i < n - 1; i++) {
      const last = relabel(slice(history, -1, i - n + 1, i === n - 2 ? undefined : i - n + 2), ["R", 1]);
      const same = equal(windows(i), last);
      repeats = repeats === undefined ? same : and(repeats, same);
    }
    return repeats === undefined ? following : where(repeats, following, PAD);
  },
};
