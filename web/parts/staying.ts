// What floats stays beside the controls and on the page, wherever the button that opened it stands.

const EDGE = 16;

/** Moves it sideways by no more than it has to. */
export function stay(floating: HTMLElement | null | undefined): void {
  if (!floating) return;
  floating.style.translate = "";
  const { left, right } = floating.getBoundingClientRect();
  const place = (floating.closest("[data-column=right]") ?? document.documentElement).getBoundingClientRect();
  const over = Math.min(0, Math.min(place.right, innerWidth) - EDGE - right);
  floating.style.translate = `${Math.max(over, place.left + EDGE - left)}px`;
}
