// What is out of sight: settings "/training/epochs", parts of the spec "/training", and parts of the page.

import { PARTS } from "./controls";


/** Parts of the page that can be out of sight and are no settings; the server knows the same. */
export const PAGE = ["tasks", "presets", "architectures", "network", "race", "runs", "inside"] as const;
export type PagePart = (typeof PAGE)[number];

export function isHidden(hidden: readonly string[], name: string): boolean {
  return hidden.some((one) => one === name || (one.startsWith("/") && name.startsWith(`${one}/`)));
}

/** "hide=training~task.examples~race" */
export function writeHidden(hidden: readonly string[]): string {
  return hidden.map((name) => encodeURIComponent(name.replace(/^\//, "").replace("/", "."))).join("~");
}

/** Those of the names that there is something of, with these settings in the form. */
export function known(names: readonly string[], pointers: ReadonlySet<string>): string[] {
  const parts = [...PAGE, ...PARTS.map((part) => `/${part}`)] as readonly string[];
  return names.filter((name) => parts.includes(name) || pointers.has(name));
}

export function readHidden(text: string, pointers: ReadonlySet<string>): { hidden: string[]; unknown: string[] } {
  const names = text.split("~").filter((name) => name !== "");
  const read = (name: string) => known([name, `/${name.replace(".", "/")}`], pointers)[0];
  return { hidden: names.flatMap((name) => read(name) ?? []), unknown: names.filter((name) => read(name) === undefined) };
}
