// A number that says where it is from: run, split, step and seed. Pointing shows it, a press or Enter says it.

import type { ComponentChildren } from "preact";
import { say } from "../state/toasts";
import css from "./Origin.module.css";

/** The number alone where nothing is known of it. */
export function Origin({ words, children }: { words: string | undefined; children: ComponentChildren }) {
  if (!words) return <>{children}</>;
  return (
    <button type="button" class={css.origin} title={words} data-origin onClick={() => say(words, { about: "origin" })}>
      {children}
    </button>
  );
}
