import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { language, textsIn } from "../app/language.ts";
import { LineText } from "../app/line-text.tsx";
import { HeatMap } from "../marks/heat-map.tsx";
import { Mark } from "../marks/mark.tsx";
import { Film } from "./film.ts";
import { lossUntil } from "./loss-until.ts";
import recorded from "./recorded-training.json" with { type: "json" };
import type { Frame, Recording } from "./recording.ts";
import { homeTexts } from "./texts.ts";

const recording = recorded as unknown as Recording;

/** Plays the recording as soon as it is shown, unless the reader wants less motion: then it is shown at its end. */
export function RecordedTraining(): VNode {
  const film = useMemo(() => new Film(recording.frames.length), []);
  useEffect(() => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) film.end();
    else film.play();
    return () => film.pause();
  }, [film]);
  const texts = textsIn(homeTexts);
  const frame = recording.frames[film.frame.value]!;
  const { sourceTokens, sources, about } = recording;
  const attention = useMemo(() => frame.attention.map((row) => row.map((weight) => weight / 100)), [frame]);
  const alignment = useMemo(() => ({ sourceTokens, tokens: frame.tokens, attention }), [frame]);
  const number = (value: number) => value.toLocaleString(language.value);
  return (
    <section class="film card" aria-labelledby="film-title">
      <h2 id="film-title">{texts.film}</h2>
      <div class="pictures">
        <figure>
          <figcaption>{texts.attention}</figcaption>
          <HeatMap alignment={alignment} />
        </figure>
        <Mark svg={lossUntil(recording, frame, language.value)} class="loss" />
      </div>
      <ul class="sentences">
        {sources.map((source, n) => (
          <li key={source} title={frame.texts[n]!}>
            <span class="pair">
              <span class="source">{source}</span> <span aria-hidden="true">→</span>{" "}
              <LineText text={frame.texts[n]!} class="text" />
            </span>
          </li>
        ))}
      </ul>
      <FilmControls film={film} />
      <p class="note figures-of-film">
        <span>{texts.update(number(frame.update), number(about.updates))}</span>
        <span>{texts.seconds(number(frame.seconds))}</span>
        <span>{texts.exact(number(exactAt(frame)))}</span>
      </p>
      <p class="note">
        {texts.about(number(about.pairs), number(about.parameters), number(about.seconds), about.threads)}
      </p>
    </section>
  );
}

function FilmControls({ film }: { readonly film: Film }): VNode {
  const texts = textsIn(homeTexts);
  const isPlaying = film.isPlaying.value;
  return (
    <div class="film-controls">
      <button type="button" onClick={() => (isPlaying ? film.pause() : film.play())}>
        {isPlaying ? texts.pause : film.isOver ? texts.again : texts.play}
      </button>
      <input
        type="range"
        min={0}
        max={recording.frames.length - 1}
        value={film.frame.value}
        aria-label={texts.moment}
        aria-valuetext={texts.update(
          String(recording.frames[film.frame.value]!.update),
          String(recording.about.updates),
        )}
        onInput={({ currentTarget }) => film.show(currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** Exact matches in percent after the last epoch that was over. */
function exactAt({ at }: Frame): number {
  return recording.exact.findLast(([epoch]) => epoch <= at)?.[1] ?? 0;
}
