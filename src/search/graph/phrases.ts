import {
  add,
  cast,
  equal,
  expandDims,
  greater,
  less,
  minimum,
  not,
  pickColumns,
  sizesOf,
  squeeze,
  sub,
  sum,
  type Tensor,
  where,
} from "../../graph/index.ts";
import { PAD } from "../../text/index.ts";
import { column } from "./grid.ts";

/** How many tokens of each phrase `[R, C, L]` the rows have written: `[R, C]` int64. */
export class Phrases {
  private readonly phrases: Tensor;
  private readonly lengths: Tensor;

  /** @param include `[R, C, L]` */
  constructor(include: Tensor) {
    this.phrases = include;
    this.lengths = sum(cast(greater(include, PAD), "int64"), { axes: [-1] }); // [R, C]
  }

  /** `[R, C]` int64: the token that would continue each phrase; PAD for a complete phrase. */
  next(progress: Tensor): Tensor {
    const last = sub(squeeze(sizesOf(this.phrases, [2]), 0), 1);
    const at = expandDims(minimum(progress, last), -1);
    const token = squeeze(pickColumns(this.phrases, at), -1);
    return where(less(progress, this.lengths), token, PAD);
  }

  /** `[R, 1]` bool: whether a phrase is missing. */
  missing(progress: Tensor): Tensor {
    return greater(sum(sub(this.lengths, progress), { axes: [-1], keepAxes: true }), 0);
  }

  /** The progress `[R, n, C]` after each of some next tokens `[R, n]`. */
  after(progress: Tensor, tokens: Tensor): Tensor {
    const token = expandDims(tokens, -1); // [R, n, 1]
    const before = expandDims(progress, 1); // [R, 1, C]
    const goesOn = equal(token, expandDims(this.next(progress), 1));
    const starts = equal(token, expandDims(squeeze(column(this.phrases, 0), -1), 1));
    const complete = not(less(before, expandDims(this.lengths, 1)));
    const moved = where(goesOn, add(before, 1), cast(starts, "int64"));
    return where(complete, before, moved);
  }
}
