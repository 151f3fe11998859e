// How much room words need where nothing can measure them. Pure.

/** In letters; those of other scripts are as broad as two. */
export function breadth(words: string): number {
  return [...words].reduce((sum, one) => sum + (/[\u2e80-\uffee]/.test(one) ? 1.9 : 1), 0);
}

/** Words that need more room than so many letters end in dots. */
export function shortened(words: string, letters: number): string {
  if (breadth(words) <= letters) return words;
  let found = words;
  while (found !== "" && breadth(found) + 1 > letters) found = found.slice(0, -1);
  return `${found.trimEnd()}…`;
}
