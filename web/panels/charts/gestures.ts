// Looking closer by hand: drag for a part of the x axis, with shift to move along it; two fingers do both; the wheel with
// ctrl, as pinching a touchpad sends it, too.

import { between, held } from "../../curves/range";
import type { Window } from "../../curves/thin";
import css from "./Charts.module.css";

export interface Sight {
  /** The area of the lines, in pixels of the host. */
  area(): { left: number; width: number } | null;
  window(): Window;
  whole(): number;
  look(window: Window | null): void;
  zoom(factor: number, at: number): void;
  pan(parts: number): void;
}

/** A click is no drag. */
const LEAST_PIXELS = 6;

interface Finger {
  began: number;
  now: number;
}
interface Grip {
  kind: "part" | "along" | "pinch";
  window: Window;
}

export function attachGestures(host: HTMLElement, sight: Sight): () => void {
  const gestures = new Gestures(host, sight);
  const listening = new AbortController();
  const options = { signal: listening.signal };
  host.addEventListener("pointerdown", (event) => gestures.down(event), options);
  host.addEventListener("pointermove", (event) => gestures.move(event), options);
  host.addEventListener("pointerup", (event) => gestures.up(event, true), options);
  host.addEventListener("pointercancel", (event) => gestures.up(event, false), options);
  host.addEventListener("dblclick", () => sight.look(null), options);
  host.addEventListener("wheel", (event) => gestures.wheel(event), { ...options, passive: false });
  host.addEventListener("keydown", (event) => gestures.key(event), { ...options, capture: true });
  return () => listening.abort();
}

class Gestures {
  private readonly fingers = new Map<number, Finger>();
  private grip: Grip | null = null;
  private readonly marked = document.createElement("div");

  constructor(
    private readonly host: HTMLElement,
    private readonly sight: Sight,
  ) {
    this.marked.className = css.chosenPart ?? "";
    this.marked.hidden = true;
    host.append(this.marked);
  }

  down(event: PointerEvent): void {
    const area = this.sight.area();
    const x = this.x(event);
    if (area === null || event.button !== 0 || x < 0 || x > area.width || this.fingers.size > 1) return;
    this.fingers.set(event.pointerId, { began: x, now: x });
    const window = this.sight.window();
    if (this.fingers.size === 2) {
      for (const finger of this.fingers.values()) finger.began = finger.now;
      this.grip = { kind: "pinch", window };
    } else this.grip = { kind: event.shiftKey ? "along" : "part", window };
    this.mark();
  }

  move(event: PointerEvent): void {
    const finger = this.fingers.get(event.pointerId);
    if (finger === undefined || this.grip === null) return;
    finger.now = this.x(event);
    if (Math.abs(finger.now - finger.began) >= LEAST_PIXELS) this.host.setPointerCapture(event.pointerId);
    if (this.grip.kind === "along") this.along(finger, this.grip.window);
    if (this.grip.kind === "pinch") this.pinch(this.grip.window);
    this.mark();
  }

  up(event: PointerEvent, done: boolean): void {
    const finger = this.fingers.get(event.pointerId);
    if (finger === undefined) return;
    if (done && this.grip?.kind === "part" && Math.abs(finger.now - finger.began) >= LEAST_PIXELS)
      this.sight.look(between(this.value(finger.began), this.value(finger.now), this.sight.whole()));
    this.letGo();
  }

  wheel(event: WheelEvent): void {
    const area = this.sight.area();
    if (area === null) return;
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !(sideways && this.closer())) return;
    event.preventDefault();
    if (event.ctrlKey) this.sight.zoom(Math.exp(Math.max(-50, Math.min(50, event.deltaY)) * 0.01), this.value(this.x(event)));
    else this.sight.pan(event.deltaX / area.width);
  }

  /** Escape lets go of what is being marked, and only then of the window. */
  key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.grip === null) return;
    event.stopImmediatePropagation();
    this.letGo();
  }

  private letGo(): void {
    this.fingers.clear();
    this.grip = null;
    this.mark();
  }

  private closer(): boolean {
    const { from, to } = this.sight.window();
    return to - from < this.sight.whole();
  }

  private along({ began, now }: Finger, window: Window): void {
    const width = this.sight.area()?.width ?? 1;
    const by = ((began - now) / width) * (window.to - window.from);
    if (this.closer()) this.sight.look(held({ from: window.from + by, to: window.to + by }, this.sight.whole()));
  }

  /** What was under each finger stays under it. */
  private pinch(window: Window): void {
    const [one, other] = [...this.fingers.values()];
    const width = this.sight.area()?.width ?? 1;
    if (one === undefined || other === undefined) return;
    const unit = (window.to - window.from) / width;
    const spread = Math.max(20, Math.abs(one.now - other.now));
    const wide = (Math.max(20, Math.abs(one.began - other.began)) / spread) * unit * width;
    const middle = window.from + ((one.began + other.began) / 2) * unit;
    const from = middle - (((one.now + other.now) / 2) * wide) / width;
    this.sight.look(held({ from, to: from + wide }, this.sight.whole()));
  }

  /** In pixels of the area. */
  private x(event: MouseEvent): number {
    return event.clientX - this.host.getBoundingClientRect().left - (this.sight.area()?.left ?? 0);
  }

  private value(x: number): number {
    const { from, to } = this.sight.window();
    return from + (x / (this.sight.area()?.width ?? 1)) * (to - from);
  }

  /** The part that would be shown. */
  private mark(): void {
    const [finger] = this.fingers.values();
    const area = this.sight.area();
    const shown = this.grip?.kind === "part" && finger !== undefined && Math.abs(finger.now - finger.began) >= LEAST_PIXELS;
    this.marked.hidden = !shown;
    if (!shown || area === null) return;
    const clipped = (x: number) => Math.max(0, Math.min(area.width, x));
    const left = clipped(Math.min(finger.began, finger.now));
    this.marked.style.left = `${area.left + left}px`;
    this.marked.style.width = `${clipped(Math.max(finger.began, finger.now)) - left}px`;
  }
}
