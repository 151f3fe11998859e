// A dialog of the browser's own: focus stays inside, Escape closes, the page behind is inert.

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { text } from "../text/text";
import css from "./Dialog.module.css";

export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // At once, and not after the next picture: who opens it by a key types on.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div class={css.dialogInside}>
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" class="small" aria-label={text("close")} onClick={close}>
            ✕
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
