// Blocks of a network, as text: a word for each, "8k5 max2 dense64".

/** What one kind of block is called, and the schema of its settings. */
export interface BlockForm {
  title: string;
  text: string;
  settings: unknown;
}

/** Between two blocks that another holds. */
export const INSIDE = "_";

export function wordsOf(blocks: string): string[] {
  return blocks.split(" ").filter((word) => word !== "");
}

/** `pattern` is what one word may be, `longest` how many there can be. */
export function allowsBlocks(value: unknown, pattern: RegExp, longest: number): value is string {
  return typeof value === "string" && wordsOf(value).length <= longest && wordsOf(value).every((word) => pattern.test(word));
}

interface Written {
  default?: unknown;
  maxItems?: number;
  pattern?: string;
  forms?: Record<string, BlockForm>;
  within?: string[];
}

/** What a schema says of them; `within` are the kinds that stand inside another block, whose forms its own list has. */
export function blocksOf({ default: initial, maxItems: longest = 40, pattern = "", forms = {}, within = [] }: Written) {
  return { shape: "blocks" as const, initial: String(initial), longest, pattern: new RegExp(`^(?:${pattern})$`), forms, within };
}

/** "w w w" as "w*3": a link is to be short, and a network repeats itself. */
export function shortened(blocks: string): string {
  const runs: [string, number][] = [];
  for (const word of wordsOf(blocks)) {
    const last = runs.at(-1);
    if (last?.[0] === word) last[1]++;
    else runs.push([word, 1]);
  }
  return runs.map(([word, times]) => (times > 1 ? `${word}*${times}` : word)).join(" ");
}

/** The whole row of what {@link shortened} gave; a word that is repeated more often than there may be blocks stays. */
export function lengthened(blocks: string): string {
  return wordsOf(blocks)
    .flatMap((word) => {
      const [, one, times] = /^(.*)\*(\d{1,2})$/.exec(word) ?? [];
      return one === undefined ? [word] : Array<string>(Number(times)).fill(one);
    })
    .join(" ");
}
