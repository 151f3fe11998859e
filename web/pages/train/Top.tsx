// The bar: which task, whether the server is there, which language, light or dark, keys.

import { useId, useState } from "preact/hooks";
import { Share } from "../../panels/share/Share";
import { later } from "../../parts/later";
import { isHidden } from "../../setup/hiding";
import { chooseTask } from "../../state/actions";
import { laboratory } from "../../state/laboratory";
import { chooseLanguage, nextTheme, openDialog, setDrawer, setLarge, type Theme } from "../../state/page";
import { state } from "../../state/store";
import { counted, language, text } from "../../text/text";
import { AmongLaboratories, ToLaboratories } from "./Laboratories";

// Few look, and a first visit has enough to load.
const Machine = later(async () => (await import("../../panels/machine/Machine")).Machine);

export function Top() {
  return (
    <header class="top">
      <button
        type="button"
        class="small wide drawer-button"
        aria-expanded={state.drawer.value}
        aria-controls="controls"
        onClick={() => setDrawer(!state.drawer.value)}
      >
        {text("place.controls")}
      </button>
      <h1>{text("page.name")}</h1>
      {laboratory.place.value === null ? !isHidden(state.teaching.hidden.value, "tasks") && <Tasks /> : <AmongLaboratories />}
      <Lessons />
      <ToLaboratories />
      <Share />
      <span class="space" />
      <Link />
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
      class="small lessons-button"
      aria-haspopup="dialog"
      onClick={() => openDialog("gallery")}
    >
      {text("lessons.title")}
    </button>
  );
}

function Tasks() {
  return (
    <label class="task">
      <span class="unseen">{text("form.task")}</span>
      <select
        value={state.spec.value.task.name}
        onChange={(event) => chooseTask(event.currentTarget.value)}
      >
        {state.catalogue.value?.tasks.map((task) => (
          <option key={task.name} value={task.name}>
            {task.title}
            {task.missing === null ? "" : ` ${text("form.task.missing")}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function Link() {
  const link = state.link.value;
  const workers = state.catalogue.value?.workers ?? 0;
  const device = (state.catalogue.value?.devices[0] ?? "").toUpperCase();
  return (
    <>
      <p class="link-state" data-link={link} role="status">
        <span class="dot" aria-hidden="true" />
        <span class="link-words">{text(`link.${link}`)}</span>
      </p>
      {link === "live" && <Workers words={counted("link.workers", workers, { device })} />}
    </>
  );
}

/** How much of the machine is in use, for who asks. */
function Workers({ words }: { words: string }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button type="button" class="workers" popovertarget={id} aria-expanded={open} title={text("machine.open")}>
        <span>{words}</span>
      </button>
      <div id={id} class="machine" popover="auto" role="region" aria-label={text("machine.open")} onToggle={(event) => setOpen(event.newState === "open")}>
        {open && <Machine />}
      </div>
    </>
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
