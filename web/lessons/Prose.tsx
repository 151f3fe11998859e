// Prose that the server made from Markdown. Its links may point at the page: #/training/epochs at a control, #inside/ask at a view.

import { goTo } from "../page/going";
import { state } from "../state/here";

export function Prose({ html }: { html: string }) {
  if (html === "") return null;
  return (
    <div
      class="prose"
      translate
      // Whatever was HTML in the Markdown is text by now.
      dangerouslySetInnerHTML={{ __html: html }}
      onClick={(event) => {
        if (follow(target(event))) event.preventDefault();
      }}
      onPointerOver={(event) => point(target(event))}
      onPointerOut={() => point("")}
      onFocusCapture={(event) => point(target(event))}
      onBlurCapture={() => point("")}
    />
  );
}

/** The address of the link that the event is about; "" for none. */
function target(event: Event): string {
  return (event.target as Element).closest("a")?.getAttribute("href") ?? "";
}

function follow(link: string): boolean {
  if (link.startsWith("#/")) goTo(link.slice(1));
  else if (link.startsWith("#inside/")) look(link.slice("#inside/".length));
  else return false;
  return true;
}

function look(view: string): void {
  if (view !== "") state.view.value = view;
  state.place.value = "inside";
  requestAnimationFrame(() => document.querySelector(".inside")?.scrollIntoView({ block: "start" }));
}

function point(link: string): void {
  state.pointed.value = link.startsWith("#/") ? [link.slice(1)] : [];
}
