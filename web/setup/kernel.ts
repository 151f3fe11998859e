// A kernel as text: "0 -1 0; -1 5 -1; 0 -1 0", as models/look/small_kernels.py reads it.

/** Rows and columns of a kernel at most, as the laboratory takes it. */
export const MOST_ROWS = 11;

/** The words of a kernel, row by row: numbers, fractions, or what somebody is about to write. */
export function wordsOfKernel(kernel: string): string[][] {
  const rows = kernel.split(";").map((row) => row.trim().split(/\s+/).filter((word) => word !== ""));
  const wide = Math.max(1, ...rows.map((row) => row.length));
  return rows.map((row) => Array.from({ length: wide }, (_, column) => row[column] ?? "0"));
}

export function joined(words: readonly (readonly string[])[]): string {
  return words.map((row) => row.map((word) => word.replace(/[\s;]+/g, "") || "0").join(" ")).join("; ");
}

/** Numbers to four figures: what is seen of a filter, and short enough for an address. */
export function written(kernel: readonly (readonly number[])[]): string {
  return joined(kernel.map((row) => row.map((value) => String(Number(value.toPrecision(4))))));
}

/** With so many rows and columns: what comes anew is 0, shared between both sides, and what goes goes there too. */
export function resized(words: readonly (readonly string[])[], rows: number, columns: number): string[][] {
  const [top, left] = [Math.trunc((rows - words.length) / 2), Math.trunc((columns - (words[0]?.length ?? 0)) / 2)];
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => words[row - top]?.[column - left] ?? "0"));
}
