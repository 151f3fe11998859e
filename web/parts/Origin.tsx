// A number that says where it is from: run, split, step and seed. Pointing shows it, a press or Enter says it.

import type { ComponentChildren } from "preact";
import { say } from "../state/toasts";
import css from "./Origin.module.css";

interface Props {
  /** What to say, or what makes it where thousands of numbers stand and few are asked. Nothing where nothing is known. */
  words: string | (() => string) | null | undefined;
  /** One of very many, whose row and column say it already: Tab passes by. */
  among?: boolean;
  children: ComponentChildren;
}

/** The number alone where nothing is known of it. */
export function Origin({ words, among = false, children }: Props) {
  if (!words) return <>{children}</>;
  const found = () => (typeof words === "string" ? words : words());
  return (
    <button
      type="button"
      class={css.origin}
      title={typeof words === "string" ? words : undefined}
      tabIndex={among ? -1 : undefined}
      data-origin
      onPointerEnter={(event) => (event.currentTarget.title = found())}
      onClick={() => say(found(), { about: "origin" })}
    >
      {children}
    </button>
  );
}
