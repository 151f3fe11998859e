// What is out of sight: settings "/training/epochs", parts of the spec "/training", and panels of the page by name.

import { PARTS } from "./controls";

export function isHidden(hidden: readonly string[], name: string): boolean {
  return hidden.some((one) => one === name || (one.startsWith("/") && name.startsWith(`${one}/`)));
}

/** "hide=training~task.examples~race" */
export function writeHidden(hidden: readonly string[]): string {
  return hidden.map((name) => encodeURIComponent(name.replace(/^\//, "").replace("/", "."))).join("~");
}

/** Those of the names that there is something of, with these settings in the form; panels are known as such. */
export function present(hidden: readonly string[], pointers: ReadonlySet<string>): string[] {
  return hidden.filter((name) => !name.startsWith("/") || isSetting(name, pointers));
}

function isSetting(name: string, pointers: ReadonlySet<string>): boolean {
  return PARTS.some((part) => name === `/${part}`) || pointers.has(name);
}

export function readHidden(text: string, pointers: ReadonlySet<string>, panels: readonly string[]): { hidden: string[]; unknown: string[] } {
  const names = text.split("~").filter((name) => name !== "");
  const read = (name: string) => {
    const setting = `/${name.replace(".", "/")}`;
    return panels.includes(name) ? name : isSetting(setting, pointers) ? setting : undefined;
  };
  return { hidden: names.flatMap((name) => read(name) ?? []), unknown: names.filter((name) => read(name) === undefined) };
}
