// The words of the field, each in a sentence or two; searched by typing.

import { useEffect, useState } from "preact/hooks";
import type { Glossary as Terms } from "../../text/english/glossary";
import { glossaryOf } from "../../text/glossaries";
import { language, text } from "../../text/text";
import css from "./Keys.module.css";

export function Glossary() {
  const [terms, setTerms] = useState<Terms | null>(null);
  const [typed, setTyped] = useState("");
  useEffect(() => {
    void glossaryOf(language.value).then(setTerms);
  }, [language.value]);
  if (terms === null) return null;
  const found = matching(terms, typed, language.value);
  return (
    <section class={css.glossary}>
      <h3>{text("glossary.title")}</h3>
      <input type="search" aria-label={text("glossary.search")} placeholder={text("glossary.search")} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      <dl translate>
        {found.map(([term, meaning]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      {found.length === 0 && <p class="words">{text("glossary.none")}</p>}
    </section>
  );
}

/** By the alphabet of the language; terms that are called so before those that only speak of it. */
export function matching(terms: Terms, typed: string, language: string): (readonly [string, string])[] {
  const wanted = typed.trim().toLocaleLowerCase(language);
  const sorted = Object.values(terms).sort(([one], [other]) => one.localeCompare(other, language));
  const called = sorted.filter(([term]) => term.toLocaleLowerCase(language).includes(wanted));
  const spoken = sorted.filter((entry) => !called.includes(entry) && entry[1].toLocaleLowerCase(language).includes(wanted));
  return [...called, ...spoken];
}
