// The level that a race is to: a dotted line on the headline's chart with a grip, for hands and keys.

import css from "./Charts.module.css";

export interface Level {
  value: number;
  /** Pixels of the host: where the line lies, and from where to where. */
  top: number;
  left: number;
  width: number;
  words: string;
  name: string;
}

export interface Mover {
  /** The value at a height, in pixels of the host. */
  valueAt(top: number): number | null;
  /** By presses of an arrow. */
  shift(presses: number): void;
  /** Null is the usual level. */
  move(value: number | null): void;
}

export class LevelLine {
  private readonly line = document.createElement("div");
  private readonly grip = document.createElement("div");
  private readonly listening = new AbortController();

  constructor(
    private readonly host: HTMLElement,
    private readonly mover: Mover,
  ) {
    this.line.className = css.raceLevel ?? "";
    this.grip.setAttribute("role", "slider");
    this.grip.setAttribute("aria-orientation", "vertical");
    this.grip.tabIndex = 0;
    this.line.append(this.grip);
    const options = { signal: this.listening.signal };
    this.grip.addEventListener("pointerdown", (event) => this.take(event), options);
    this.grip.addEventListener("pointermove", (event) => this.drag(event), options);
    this.grip.addEventListener("dblclick", (event) => this.reset(event), options);
    this.grip.addEventListener("keydown", (event) => this.key(event), options);
  }

  update(level: Level | null): void {
    if (level === null) return this.line.remove();
    if (!this.line.isConnected) this.host.append(this.line);
    const { top, left, width, words, name, value } = level;
    this.line.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    this.line.style.width = `${Math.round(width)}px`;
    if (this.grip.title === words) return;
    this.grip.title = words;
    this.grip.setAttribute("aria-label", name);
    this.grip.setAttribute("aria-valuetext", words);
    this.grip.setAttribute("aria-valuenow", String(value));
  }

  destroy(): void {
    this.listening.abort();
    this.line.remove();
  }

  /** What is dragged here is no part of the x axis. */
  private take(event: PointerEvent): void {
    event.stopPropagation();
    if (event.button === 0) this.grip.setPointerCapture(event.pointerId);
  }

  private drag(event: PointerEvent): void {
    if (!this.grip.hasPointerCapture(event.pointerId)) return;
    event.stopPropagation();
    const value = this.mover.valueAt(event.clientY - this.host.getBoundingClientRect().top);
    if (value !== null) this.mover.move(value);
  }

  private reset(event: Event): void {
    event.stopPropagation();
    this.mover.move(null);
  }

  private key(event: KeyboardEvent): void {
    const way = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") this.mover.move(null);
    else if (way !== undefined) this.mover.shift(way);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
