// The page: bar, left column, and what is learned on the right; a lesson beside it. On a phone these are tabs. What stands where
// is found: each part is a folder of web/panels.

import { Start } from "../../panels/form/Start";
import { later } from "../../parts/later";
import { Slot, Tabbed } from "../../parts/Slot";
import { laboratory } from "../../state/laboratory";
import { map } from "../../state/map";
import { goToPlace, pointAtPanel } from "../../state/page";
import { isAway, isShown, panelsAt, type PanelPlace, tabs } from "../../state/panels";
import { state } from "../../state/store";
import { worded } from "../../text/sentences";
import { text } from "../../text/text";
import { Toasts } from "./Toasts";
import { Top } from "./Top";
import css from "./Page.module.css";

// A first visit has enough to load.
const Laboratory = later(async () => (await import("../laboratory/Laboratory")).Laboratory);
const Map = later(async () => (await import("../map/Map")).Map);

export function Page() {
  if (state.trouble.value) return <Trouble />;
  if (state.catalogue.value === null) return <p class={css.opening}>{text("page.opening")}</p>;
  const onMap = map.place.value !== null;
  const inLaboratory = laboratory.place.value !== null;
  const elsewhere = onMap || inLaboratory;
  return (
    <div
      class={css.page}
      data-place={state.place.value}
      data-drawer={state.drawer.value && !elsewhere}
      data-laboratory={elsewhere}
      data-lesson={panelsAt("beside").some(isShown)}
      style={{ "--lesson": `${state.teaching.width.value}px` }}
    >
      <Top />
      <main>
        <Tabbed place="beside" />
        {onMap ? <Map /> : inLaboratory ? <Laboratory /> : <Training />}
      </main>
      {!elsewhere && <Tabs />}
      <Toasts />
      <Slot place="dialog" />
    </div>
  );
}

/** What is trained, and what is learned. */
function Training() {
  return (
    <>
      <section class={css.left} id="controls" aria-label={text("form.title")} data-away={allAway("left")}>
        <Tabbed place="left" />
      </section>
      <div class={css.right} data-column="right" data-away={allAway("right")} onPointerOver={follow} onPointerLeave={() => pointAtPanel(null)}>
        <Broken />
        <Tabbed place="right" />
      </div>
    </>
  );
}

/** As an attribute, which is there or not. */
function allAway(place: PanelPlace): true | undefined {
  return panelsAt(place).every(isAway) || undefined;
}

function follow({ target }: PointerEvent): void {
  pointAtPanel((target instanceof Element && target.closest("[data-panel]")?.getAttribute("data-panel")) || null);
}

function Trouble() {
  return (
    <main class={css.opening}>
      <h1>{text("page.name")}</h1>
      <p role="alert">{state.trouble.value}</p>
    </main>
  );
}

function Broken() {
  const broken = state.catalogue.value?.broken ?? [];
  return (
    <>
      {broken.map((one) => (
        <p class={`problem ${css.broken}`} key={one.file}>
          {text("page.broken", { file: one.file, line: one.line, error: worded(one.error) })}
        </p>
      ))}
    </>
  );
}

/** Narrow screens: one place at a time, and Train within a thumb's reach at all of them. */
function Tabs() {
  return (
    <div class={css.places}>
      {state.place.value !== "form" && <Start short />}
      <nav aria-label={text("page.places")}>
        {tabs().map(({ id, title }) => (
          <button type="button" key={id} aria-current={state.place.value === id ? "page" : undefined} onClick={() => goToPlace(id)}>
            {text(title)}
          </button>
        ))}
      </nav>
    </div>
  );
}
