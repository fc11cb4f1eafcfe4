import type { VNode } from "preact";
import { parameter, setParameters } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import { LineText } from "../app/line-text.tsx";
import { armLabel } from "./arm-label.ts";
import { LiveAttention } from "./live-attention.tsx";
import type { ArmProgress } from "./progress.ts";
import { trainTexts } from "./texts.ts";

/** The same few sentences, as the models translate them now, and the attention of the one that is chosen. */
export function LiveTranslations({ arms }: { readonly arms: readonly ArmProgress[] }): VNode {
  const texts = textsIn(trainTexts);
  const sources = arms[0]?.translations.map(({ source }) => source) ?? [];
  const asked = Number(parameter("watch") ?? 1) - 1;
  const at = sources[asked] === undefined ? 0 : asked;
  const update = arms[0]?.translated ?? 0;
  return (
    <section aria-labelledby="translations-title">
      <h2 id="translations-title">
        {texts.translations}{" "}
        {update > 0 && <small class="note">{texts.after(update.toLocaleString(language.value))}</small>}
      </h2>
      {sources.length === 0 && <p class="note">{texts.nothing}</p>}
      <ul class="translations">
        {sources.map((source, n) => (
          <li key={source}>
            <button
              type="button"
              aria-pressed={n === at}
              onClick={() => setParameters({ watch: n === 0 ? undefined : String(n + 1) })}
            >
              <LineText text={source} class="source" />
              {arms.map((arm) => (
                <span key={arm.run} class="output">
                  {arms.length > 1 && <span class="arm-name">{armLabel(arm)}</span>}
                  <Output text={arm.translations[n]?.text ?? ""} />
                </span>
              ))}
            </button>
          </li>
        ))}
      </ul>
      <LiveAttention arms={arms} sentence={at} />
    </section>
  );
}

function Output({ text }: { readonly text: string }): VNode {
  const { empty } = textsIn(trainTexts);
  return text === "" ? <span class="note">{empty}</span> : <LineText text={text} class="text" />;
}
