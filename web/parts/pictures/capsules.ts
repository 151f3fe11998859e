// The numbers of a capsule: those that were changed by hand, as they are asked for: "3?1=0.25&7=-0.1"; and how they came to
// mean something.

/** By number; nothing where another class is asked for, or nothing was changed. */
export function changesIn(question: string, chosen: string): Record<string, number> {
  const [label, changes = ""] = question.split("?", 2);
  if (label !== chosen) return {};
  return Object.fromEntries(
    changes
      .split("&")
      .map((one) => one.split("=", 2))
      .filter(([name, value]) => name !== "" && value !== undefined && Number.isFinite(Number(value)))
      .map(([name, value]) => [name, Number(value)]),
  );
}

export function askedWith(chosen: string, changes: Readonly<Record<string, number>>): string {
  const parts = Object.entries(changes).map(([name, value]) => `${name}=${value}`);
  return parts.length > 0 ? `${chosen}?${parts.join("&")}` : chosen;
}

/** By run and class, and by epoch: how far each number spreads among held-out pictures of the class. */
const known = new Map<string, Map<number, readonly number[]>>();

/** All epochs that were looked at so far, the earliest first; of a picture without spreads those before it. */
export function spreadsSince(run: string, chosen: string, epoch: number, spreads: readonly number[]): [epoch: number, spreads: readonly number[]][] {
  const key = `${run} ${chosen}`;
  const seen = known.get(key) ?? new Map<number, readonly number[]>();
  if (spreads.length > 0) known.set(key, seen.set(epoch, spreads));
  return [...seen].sort(([one], [other]) => one - other);
}
