// Many buttons that wrap as the page is wide: one stop of the keyboard, arrows between them.

export function rove(event: KeyboardEvent, box: HTMLElement | null): void {
  const all = [...(box?.querySelectorAll<HTMLElement>("button") ?? [])];
  const from = all.indexOf(event.currentTarget as HTMLElement);
  const wide = Math.max(1, all.filter((one) => one.offsetTop === all[0]?.offsetTop).length);
  const steps: Record<string, number> = { ArrowLeft: from - 1, ArrowRight: from + 1, ArrowUp: from - wide, ArrowDown: from + wide, Home: 0, End: all.length - 1 };
  const to = all[steps[event.key] ?? -1];
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
}
