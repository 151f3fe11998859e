// The column beside the page, as wide as somebody wants it.

import type { ComponentChildren } from "preact";
import "../../styles/lessons.css";
import { Width } from "./Width";

export function Alongside({ children }: { children: ComponentChildren }) {
  return (
    <div class="alongside">
      <Width />
      {children}
    </div>
  );
}
