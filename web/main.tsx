// Wiring: the catalogue, the socket, the address and the page.

import { computed, effect } from "@preact/signals";
import { render } from "preact";
import "./styles/index.css";
import type { Catalogue } from "./generated/types";
import { Refusal } from "./http/http";
import { goLive } from "./live/live";
import { listenToDrops } from "./pages/train/dropping";
import { listenToKeys } from "./pages/train/keyboard";
import { Page } from "./pages/train/Page";
import { panels } from "./pages/train/panels";
import { printInLight } from "./pages/train/printing";
import { followRoom } from "./pages/train/room";
import { fetchAhead } from "./parts/later";
import { amend, keepAddress } from "./state/address";
import { followUnit } from "./state/charted";
import { followFetches } from "./state/fetching";
import { bringIntoView } from "./state/going";
import { onPaper } from "./state/ground";
import { fetchCatalogue, speakWanted } from "./state/language";
import { presentAddress, readAddress } from "./state/navigation";
import { setPanels } from "./state/panels";
import { heed } from "./state/planned";
import { planner } from "./state/planning";
import { cannotOpen, receiveCatalogue } from "./state/server";
import { startKeeping } from "./state/storage";
import { active, state } from "./state/store";
import { keepWhole } from "./state/whole";
import { TAGS } from "./text/languages";
import { language, words } from "./text/text";

async function open(): Promise<void> {
  let catalogue: Catalogue;
  try {
    catalogue = await fetchCatalogue();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    cannotOpen(error.problem.detail);
    setTimeout(() => location.reload(), 5_000);
    return;
  }
  begin(catalogue);
}

/** In a frame of another site there is one view and nothing to press; what the browser keeps is left alone. */
const framed = location.pathname.endsWith("/embed");

function begin(catalogue: Catalogue): void {
  if (framed) return void beginFramed(catalogue);
  receiveCatalogue(catalogue);
  readAddress(catalogue);
  // Another spelling of an address is no step: Back would lead to it again and again.
  addEventListener("hashchange", () => amend(() => readAddress(catalogue)));
  keepAddress(presentAddress);
  effect(followUnit);
  const plan = planner(heed);
  effect(() => {
    words.value; // A refusal is asked for again, to be said in the language of now.
    plan(state.spec.value);
  });
  effect(() => {
    // What could not be planned because nobody answered is planned now.
    if (state.link.value === "live" && state.problem.peek()?.status === 0) plan(state.spec.peek());
  });
  effect(() => {
    // What had no room beside other runs may have some once they are over; that they go on changes nothing.
    going.value;
    if (state.plan.peek()?.no_room) plan(state.spec.peek());
  });
  effect(followFetches);
  goLive(catalogue.version);
  keepWhole();
  listenToKeys();
  listenToDrops();
}

async function beginFramed(catalogue: Catalogue): Promise<void> {
  const { show } = await import("./pages/embed/show");
  receiveCatalogue(catalogue);
  readAddress(catalogue);
  show(location.search, document.getElementById("page") as HTMLElement);
  goLive(catalogue.version);
}

const going = computed(() => active.value.map(({ id }) => id).join(" "));

if (!framed) startKeeping();
setPanels(panels);
effect(() => {
  const theme = onPaper.value ? "light" : state.theme.value;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});
followRoom();
printInLight();
effect(() => {
  if (!framed && (state.starting.value || state.runs.value.size > 0)) fetchAhead();
});
effect(() => {
  if (state.watched.value !== null) bringIntoView("[data-panel=charts] > *");
});
effect(() => {
  document.documentElement.lang = TAGS[language.value] ?? language.value;
});
// Not awaited at the top: what is fetched imports from here, and each would wait for the other.
void speakWanted().then(() => {
  const page = document.getElementById("page");
  if (page === null) throw new Error("The server's page has no element with the id page.");
  effect(() => void speakWanted());
  if (!framed) render(<Page />, page);
  void open();
});

