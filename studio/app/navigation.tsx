import type { VNode } from "preact";
import { linkTo } from "./address.ts";
import { textsIn } from "./language.ts";
import { shellTexts } from "./texts.ts";
import { type View, views } from "./views.ts";

export function Navigation({ view }: { readonly view: View }): VNode {
  return (
    <nav aria-label={textsIn(shellTexts).navigation}>
      <ul>
        {views.map(({ name, title }) => (
          <li key={name}>
            <a href={linkTo(name)} aria-current={name === view.name ? "page" : undefined}>
              {textsIn(title)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
