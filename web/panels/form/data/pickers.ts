// Pickers of data that are on the page now, and what a file is likely meant for. Pure.

export interface Picker {
  /** What it takes: "pictures", "table". */
  form: string;
  element: Element;
  take: (file: File) => void;
}

export const pickers = new Set<Picker>();

/** A file that waits for the picker of another task. */
let waiting: { form: string; file: File } | null = null;

export function keepFor(form: string, file: File): void {
  waiting = { form, file };
}

/** What waits for a picker of this form, once. */
export function waitingFor(form: string): File | null {
  if (waiting?.form !== form) return null;
  const { file } = waiting;
  waiting = null;
  return file;
}

const KINDS: Record<string, readonly string[]> = {
  pictures: ["zip", "rar", "7z", "gz", "tgz", "tar", "png", "jpg", "jpeg", "jfif", "gif", "webp", "heic", "bmp", "tif", "tiff"],
  table: ["csv", "tsv", "txt", "tab", "dat", "xls", "xlsx", "ods", "numbers"],
  weights: ["safetensors"],
  lesson: ["md"],
};

/** "pictures", "table", "weights", "lesson", or "" of what nothing here is made from. */
export function kindOf(name: string): string {
  const ending = name.toLowerCase().split(".").pop() ?? "";
  return Object.entries(KINDS).find(([, endings]) => endings.includes(ending))?.[0] ?? "";
}

/** The picker that the file was dropped on, else the one of its kind, else the only one for what has no known kind. */
export function pickerFor(all: Iterable<Picker>, kind: string, on: (picker: Picker) => boolean): Picker | undefined {
  const here = [...all];
  const alike = ({ form }: Picker) => form === kind || (kind === "table" && (form === "text" || form === "labelled"));
  return here.find(on) ?? here.find(({ form }) => form === kind) ?? here.find(alike) ?? (kind === "" && here.length === 1 ? here[0] : undefined);
}
