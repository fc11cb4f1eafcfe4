import type { Translation } from "../src/search/translator.ts";

/** What a page asks for. */
export interface Request {
  /** Rises with every request. */
  readonly id: number;
  readonly line: string;
}

/** What the page is told, by its worker or by a service. */
export type Answer =
  | { readonly kind: "loading"; readonly loaded: number; readonly total: number }
  /** Bytes: of the weights, where the page has them. */
  | { readonly kind: "ready"; readonly parameters: number; readonly bytes?: number }
  | {
      readonly kind: "translation";
      readonly id: number;
      readonly translation: Translation;
      /** Source tokens that the model's vocabulary does not have. */
      readonly unknown: readonly string[];
      readonly milliseconds: number;
    }
  /** Without an id: the model could not be loaded. */
  | { readonly kind: "failure"; readonly id?: number; readonly message: string };
