// Blocks of a network, as text: a word for each, "8k5 max2 dense64".

/** What one kind of block is called, and the schema of its settings. */
export interface BlockForm {
  title: string;
  text: string;
  settings: unknown;
}

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
}

/** What a schema says of them. */
export function blocksOf({ default: initial, maxItems: longest = 40, pattern = "", forms = {} }: Written) {
  return { shape: "blocks" as const, initial: String(initial), longest, pattern: new RegExp(`^(?:${pattern})$`), forms };
}
