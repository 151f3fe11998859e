// Rings at the best epochs, over the lines: buttons, so that fingers, keys and screen readers find them.

import type { Hue } from "../../curves/groups";
import css from "./Charts.module.css";

export interface Best {
  run: string;
  hue: Hue;
  epoch: number;
  /** Where it is, in pixels of the host. */
  left: number;
  top: number;
  words: string;
  chosen: boolean;
}

export class Bests {
  private readonly layer = document.createElement("div");
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private shown = new Map<string, Best>();

  constructor(
    host: HTMLElement,
    private readonly choose: (best: Best) => void,
  ) {
    this.layer.className = css.bests ?? "";
    host.append(this.layer);
  }

  update(bests: readonly Best[]): void {
    this.shown = new Map(bests.map((best) => [best.run, best]));
    for (const [run, button] of this.buttons) {
      if (this.shown.has(run)) continue;
      button.remove();
      this.buttons.delete(run);
    }
    for (const best of bests) dress(this.buttons.get(best.run) ?? this.create(best.run), best);
  }

  destroy(): void {
    this.layer.remove();
  }

  private create(run: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = css.best ?? "";
    button.addEventListener("click", () => {
      const best = this.shown.get(run);
      if (best !== undefined) this.choose(best);
    });
    this.buttons.set(run, button);
    this.layer.append(button);
    return button;
  }
}

/** Only what is new is written: most frames change nothing here. */
function dress(button: HTMLButtonElement, best: Best): void {
  const at = `translate(${Math.round(best.left)}px, ${Math.round(best.top)}px)`;
  if (button.style.transform !== at) button.style.transform = at;
  if (button.dataset.hue !== best.hue) button.dataset.hue = best.hue;
  if (button.title !== best.words) {
    button.title = best.words;
    button.setAttribute("aria-label", best.words);
  }
  const pressed = String(best.chosen);
  if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
}
