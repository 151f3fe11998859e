// Glossaries by language, each fetched when it is first asked for.

import type { Glossary } from "./english/glossary";

export async function glossaryOf(language: string): Promise<Glossary> {
  if (language === "zh") return (await import("./chinese/glossary")).glossary;
  return (await import("./english/glossary")).glossary;
}
