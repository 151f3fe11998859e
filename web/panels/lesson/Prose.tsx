// Prose that the server made from Markdown. Its links may point at the page: #/training/epochs at a control, #inside/ask at a
// view, #start at the button that starts, #laboratory/activations&layers=10 at a laboratory with its settings.

import { useLayoutEffect, useRef } from "preact/hooks";
import { isRace, race, train } from "../../state/actions";
import { goTo, lookInside } from "../../state/going";
import { followToLaboratory, toNetworks } from "../../state/laboratory";
import { pointAt } from "../../state/page";
import { startWords } from "../../state/starting";
import css from "./Lesson.module.css";

export function Prose({ html }: { html: string }) {
  const prose = useRef<HTMLDivElement>(null);
  const start = startWords();
  // A button is called in the text as it is called on the page.
  useLayoutEffect(() => {
    for (const link of prose.current?.querySelectorAll(`a[href="${START}"]`) ?? []) link.textContent = start;
  }, [html, start]);
  if (html === "") return null;
  return (
    <div
      ref={prose}
      class={css.prose}
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

const START = "#start";

/** The address of the link that the event is about; "" for none. */
function target(event: Event): string {
  return (event.target as Element).closest("a")?.getAttribute("href") ?? "";
}

function follow(link: string): boolean {
  if (followToLaboratory(link)) return true;
  const act = action(link);
  if (act === null) return false;
  // What the others lead to is on the page that trains.
  toNetworks();
  act();
  return true;
}

function action(link: string): (() => void) | null {
  if (link.startsWith("#/")) return () => goTo(link.slice(1));
  if (link.startsWith("#inside/")) return () => lookInside(link.slice("#inside/".length));
  if (link === START) return () => void (isRace() ? race() : train());
  return null;
}

function point(link: string): void {
  pointAt(link.startsWith("#/") ? [link.slice(1)] : []);
}
