import type { VNode } from "preact";
import { linkTo } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { views } from "../app/views.ts";
import { RecordedTraining } from "./recorded-training.tsx";
import { homeTexts } from "./texts.ts";

/** The first view: a training that plays, and the ways on. */
export function HomeView(): VNode {
  const texts = textsIn(homeTexts);
  return (
    <>
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <RecordedTraining />
      <p class="buttons">
        <a class="button main" href={linkTo("train", { task: "phrasebook" })}>
          {texts.train}
        </a>
      </p>
      <section aria-labelledby="more-title">
        <h2 id="more-title">{texts.more}</h2>
        <ul class="ways">
          {views.map(({ name, title }) => {
            const words = texts.cards[name as keyof typeof texts.cards];
            if (words === undefined) return null;
            return (
              <li key={name} class="card">
                <h3>
                  <a href={linkTo(name)}>{textsIn(title)}</a>
                </h3>
                <p>{words}</p>
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}
