// The bar: which task, whether the server is there, which language, light or dark, keys.

import { Share } from "../../parts/Share";
import { Slot } from "../../parts/Slot";
import { chooseLanguage, nextTheme, openDialog, setDrawer, setLarge, type Theme } from "../../state/page";
import { state } from "../../state/store";
import { language, text } from "../../text/text";
import css from "./Top.module.css";

export function Top() {
  return (
    <header class={css.top}>
      <button
        type="button"
        class={`small wide ${css.drawerButton}`}
        aria-expanded={state.drawer.value}
        aria-controls="controls"
        onClick={() => setDrawer(!state.drawer.value)}
      >
        {text("place.controls")}
      </button>
      <h1>{text("page.name")}</h1>
      <Slot place="top" />
      <Lessons />
      <Share />
      <span class={css.space} />
      <Link />
      <Slot place="status" />
      <LanguageButton />
      <ThemeButton />
      <button
        type="button"
        class="small"
        aria-label={text("large.title")}
        title={text("large.title")}
        aria-pressed={state.large.value}
        onClick={() => setLarge(!state.large.value)}
      >
        <span aria-hidden="true">Aa</span>
      </button>
      <button
        type="button"
        class="small"
        aria-label={text("help.title")}
        aria-haspopup="dialog"
        onClick={() => openDialog("keys")}
      >
        ?
      </button>
    </header>
  );
}

function Lessons() {
  if (state.catalogue.value?.lessons.length === 0) return null;
  return (
    <button
      type="button"
      class={`small ${css.lessonsButton}`}
      aria-haspopup="dialog"
      onClick={() => openDialog("gallery")}
    >
      {text("lessons.title")}
    </button>
  );
}

function Link() {
  const link = state.link.value;
  return (
    <p class={css.linkState} data-link={link} role="status">
      <span class={css.dot} aria-hidden="true" />
      <span class={css.linkWords}>{text(`link.${link}`)}</span>
    </p>
  );
}

/** Says what it leads to in the language that it leads to. */
function LanguageButton() {
  const other = language.value === "zh" ? "en" : "zh";
  return (
    <button
      type="button"
      class="small"
      lang={other}
      aria-label={text("language.change")}
      onClick={() => chooseLanguage(other)}
    >
      {text("language.other")}
    </button>
  );
}

const SIGNS: Record<Theme, string> = { system: "◐", dark: "☾", light: "☀" };

function ThemeButton() {
  const theme = state.theme.value;
  return (
    <button
      type="button"
      class="small"
      aria-label={text("theme.change", { theme: text(`theme.${theme}`) })}
      title={text(`theme.${theme}`)}
      onClick={nextTheme}
    >
      <span aria-hidden="true">{SIGNS[theme]}</span>
    </button>
  );
}
