import type { Capability } from "./capability.ts";

type Because<Kind extends Capability["kind"]> =
  Extract<Capability, { kind: Kind }> extends { because: infer B extends string } ? B : never;

interface CapabilityTexts {
  readonly single: Readonly<Record<Because<"single">, string>>;
  readonly none: Readonly<Record<Because<"none">, string>>;
}

export const capabilityTexts: { readonly en: CapabilityTexts; readonly ja: CapabilityTexts } = {
  en: {
    single: {
      insecure:
        "One thread computes, because this address is neither https nor localhost. Over https it is faster, and runs are kept.",
      noServiceWorker:
        "One thread computes: this host sends no isolation headers, and the browser runs no service worker here (in private " +
        "windows some do not).",
      notIsolated:
        "One thread computes: this page is not isolated. A normal reload (without Shift) may help; the guide lists the two " +
        "headers that a host can send.",
      oneCore: "One thread computes: this device offers the page one core.",
    },
    none: {
      noWebAssembly:
        "This browser has no WebAssembly, or it is switched off, so nothing can be trained or translated here. Saved runs can " +
        "be listed and deleted. Any current Chrome, Edge, Firefox or Safari will do.",
      noSimd:
        "This browser's WebAssembly has no SIMD, which computing needs. Chrome and Edge 110, Firefox 125, Safari 16.4 and later " +
        "have it: please update.",
    },
  },
  ja: {
    single: {
      insecure:
        "1 スレッドで計算します。このアドレスが https でも localhost でもないためです。https で開くと速くなり、記録も保存されます。",
      noServiceWorker:
        "1 スレッドで計算します。配信元が分離用のヘッダーを送らず、サービスワーカーも使えないためです（プライベートウィンドウでは使えないことがあります）。",
      notIsolated:
        "1 スレッドで計算します。ページが分離されていないためです。通常の再読み込み（Shift なし）で直ることがあります。配信元が送るべき 2 つのヘッダーはガイドにあります。",
      oneCore: "1 スレッドで計算します。この端末で使えるコアが 1 つのためです。",
    },
    none: {
      noWebAssembly:
        "このブラウザーでは WebAssembly が使えない（または無効になっている）ため、学習も変換もできません。保存した記録の一覧と削除はできます。最新の Chrome、Edge、Firefox、Safari をお使いください。",
      noSimd:
        "このブラウザーの WebAssembly には、計算に必要な SIMD がありません。Chrome・Edge 110、Firefox 125、Safari 16.4 以降に更新してください。",
    },
  },
};
