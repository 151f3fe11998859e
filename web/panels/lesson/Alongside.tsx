// The column beside the page, as wide as somebody wants it.

import type { ComponentChildren } from "preact";
import { Width } from "./Width";
import css from "./Lesson.module.css";

export function Alongside({ children }: { children: ComponentChildren }) {
  return (
    <div class={css.alongside}>
      <Width />
      {children}
    </div>
  );
}
