// The numbers of a capsule that were changed by hand, as they are asked for: "3?1=0.25&7=-0.1".

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
