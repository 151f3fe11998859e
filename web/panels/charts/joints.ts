// Small marks on the curves where a new attempt goes on: each says which, and why, to pointers and to screen readers.

import type { Joint } from "../../curves/attempts";
import css from "./Charts.module.css";

/** With its place in pixels of the host. */
export type Placed = Joint & { left: number; top: number };

export class Joints {
  private readonly layer = document.createElement("div");
  private signature = "";

  constructor(host: HTMLElement) {
    this.layer.className = css.joints ?? "";
    host.append(this.layer);
  }

  /** Written anew only where something is new: most frames change nothing here. */
  update(joints: readonly Placed[]): void {
    const signature = JSON.stringify(joints);
    if (signature === this.signature) return;
    this.signature = signature;
    this.layer.replaceChildren(...joints.map(mark));
  }

  destroy(): void {
    this.layer.remove();
  }
}

function mark({ hue, left, top, words }: Placed): HTMLElement {
  const made = document.createElement("span");
  made.className = css.joint ?? "";
  made.dataset.hue = hue;
  made.title = words;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", words);
  made.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  return made;
}
