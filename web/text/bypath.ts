// The translations of settings, series, presets and views, looked up by path.

import type { Words } from "./text";

/** By path, the English that was translated, and what it became. A star stands for any name: what is said alike is there once. */
export function byPath(texts: Readonly<Record<string, string[]>>): Words["schema"] {
  return (path, english) => {
    const shared = texts[path.replace(/\.[^.]+/, ".*")];
    return texts[path]?.[1] ?? (shared?.[0] === english ? shared[1] : undefined) ?? english;
  };
}
