// The page: bar, left column, and what is learned on the right; a lesson beside it. On a phone these are tabs.

import { computed } from "@preact/signals";
import { Charts } from "../../panels/charts/Charts";
import { ChartOptions } from "../../panels/charts/Options";
import { Cards, heedPointer } from "../../panels/explain/Cards";
import { Form } from "../../panels/form/Form";
import { Start } from "../../panels/form/Start";
import { Inside } from "../../panels/inside/Inside";
import { Jump } from "../../panels/jump/Jump";
import { Keys } from "../../panels/keys/Keys";
import { Runs } from "../../panels/runs/Runs";
import { Summary } from "../../panels/summary/Summary";
import { later } from "../../parts/later";
import { isHidden } from "../../setup/hiding";
import { laboratory } from "../../state/laboratory";
import { goToPlace, type Place } from "../../state/page";
import { newest, state } from "../../state/store";
import { text } from "../../text/text";
import { Toasts } from "./Toasts";
import { Top } from "./Top";

// What teaches comes when it is wanted: a first visit has enough to load.
const Race = later(async () => (await import("../../panels/race/Race")).Race);
const Gallery = later(async () => (await import("../lessons/Gallery")).Gallery);
const Beside = later(async () => (await import("../lessons/Beside")).Beside);
const Ask = later(async () => (await import("../lessons/Ask")).Ask);
const Compare = later(async () => (await import("../../panels/compare/Compare")).Compare);
const Laboratory = later(async () => (await import("../laboratory/Laboratory")).Laboratory);
const Trash = later(async () => (await import("../../panels/runs/Trash")).Trash);
const Said = later(async () => (await import("../lessons/Said")).Said);

/** Something stands beside the page: a lesson, or one that is being built. */
const reading = computed(() => state.teaching.place.value !== null || state.teaching.building.value);

/** Something was foretold of the newest race outside lessons: those say themselves how it came. */
const said = computed(() => state.teaching.foretold.value[newest.value[0]?.race ?? ""]?.place === "");

export function Page() {
  if (state.trouble.value) return <Trouble />;
  if (state.catalogue.value === null) return <p class="opening">{text("page.opening")}</p>;
  const inLaboratory = laboratory.place.value !== null;
  return (
    <div
      class="page"
      data-place={state.place.value}
      data-drawer={state.drawer.value && !inLaboratory}
      data-laboratory={inLaboratory}
      data-lesson={reading.value}
      style={{ "--lesson": `${state.teaching.width.value}px` }}
    >
      <Top />
      <main>
        {reading.value && <Beside />}
        {inLaboratory ? <Laboratory /> : <Training />}
      </main>
      {!inLaboratory && <Places />}
      <Toasts />
      {state.dialog.value === "race" && <Race />}
      {state.dialog.value === "keys" && <Keys />}
      {state.dialog.value === "jump" && <Jump />}
      {state.compared.value && <Compare />}
      {state.dialog.value === "trash" && <Trash />}
      {state.dialog.value === "gallery" && <Gallery />}
      {state.teaching.asking.value && <Ask />}
    </div>
  );
}

/** What is trained, and what is learned. */
function Training() {
  const hidden = state.teaching.hidden.value;
  return (
    <>
      <section class="left" id="controls" aria-label={text("form.title")}>
        <Form />
      </section>
      <div class="right" onPointerOver={heedPointer} onPointerLeave={heedPointer}>
        <Broken />
        <Summary />
        {said.value && <Said />}
        <div class="chart-area">
          <Charts />
          <ChartOptions />
        </div>
        <Cards />
        {!isHidden(hidden, "runs") && <Runs />}
        {!isHidden(hidden, "inside") && <Inside />}
      </div>
    </>
  );
}

function Trouble() {
  return (
    <main class="opening">
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
        <p class="problem broken" key={one.file}>
          {text("page.broken", { file: one.file, line: one.line, error: one.error })}
        </p>
      ))}
    </>
  );
}

const PLACES: readonly Place[] = ["controls", "charts", "runs", "inside"];

/** The places that there are to go to now. */
const places = computed<readonly Place[]>(() => {
  const there = PLACES.filter((place) => !isHidden(state.teaching.hidden.value, place));
  return reading.value ? ["lesson", ...there] : there;
});

/** Narrow screens: one place at a time, and Train within a thumb's reach at all of them. */
function Places() {
  return (
    <div class="places">
      {state.place.value !== "controls" && <Start />}
      <nav aria-label={text("page.places")}>
        {places.value.map((place) => (
          <button
            type="button"
            key={place}
            aria-current={state.place.value === place ? "page" : undefined}
            onClick={() => goToPlace(place)}
          >
            {text(`place.${place}`)}
          </button>
        ))}
      </nav>
    </div>
  );
}
