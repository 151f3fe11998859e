// Wiring: the catalogue, the socket, the address and the page.

import { computed, effect } from "@preact/signals";
import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import "./styles/index.css";
import { readSight } from "./curves/sight";
import type { Catalogue } from "./generated/types";
import { http, Refusal } from "./http/http";
import { goLive } from "./live/live";
import { listenToDrops } from "./pages/train/dropping";
import { listenToKeys } from "./pages/train/keyboard";
import { Page } from "./pages/train/Page";
import { printInLight } from "./pages/train/printing";
import { followRoom } from "./pages/train/room";
import { arrivedLink } from "./setup/arrived";
import { readPlace, writePlace } from "./setup/lesson/address";
import { readLink, unknownTask } from "./setup/link";
import { localised } from "./setup/localised";
import { amend, keepAddress } from "./state/address";
import { followUnit, presentSight, seeAs } from "./state/charted";
import { bringIntoView } from "./state/going";
import { onPaper } from "./state/ground";
import { keepAll } from "./state/kept";
import { go, leave, presentLink, setUpFrom } from "./state/lessons";
import { heed } from "./state/planned";
import { planner } from "./state/planning";
import { active, state } from "./state/store";
import { say } from "./state/toasts";
import { keepWhole } from "./state/whole";
import { speak, TAGS, wanted } from "./text/languages";
import { language, row, text, words } from "./text/text";

async function open(): Promise<void> {
  let catalogue: Catalogue;
  try {
    catalogue = await http.catalogue();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    state.trouble.value = error.problem.detail;
    setTimeout(() => location.reload(), 5_000);
    return;
  }
  begin(catalogue);
}

function begin(catalogue: Catalogue): void {
  effect(() => {
    state.catalogue.value = localised(catalogue, words.value);
  });
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
  goLive(catalogue.version);
  keepWhole();
  listenToKeys();
  listenToDrops();
}

const going = computed(() => active.value.map(({ id }) => id).join(" "));

function presentAddress(): string {
  const place = state.teaching.place.value;
  return presentLink() + presentSight() + (place === null ? "" : `&${writePlace(place)}`);
}

/** The setup and the lesson of the address. A setup that comes with a lesson is one that the lesson was left in. */
function readAddress(catalogue: Catalogue): void {
  // What follows changes the address.
  const hash = `#${arrivedLink(location.hash)}`;
  const place = readPlace(hash);
  const setup = readLink(catalogue, hash);
  if (setup) seeAs(readSight(hash));
  const loaded = state.spec.peek().task.name === "";
  const before = setup === null ? { link: "", charts: state.charts.peek() } : state.teaching.before.peek();
  if (place === null) leave();
  else go({ ...place, due: setup === null });
  // What was before the lesson is known from then where the page is only loaded anew.
  if (loaded && place) state.teaching.before.value = before;
  const unknown = loaded || setup || place === null ? setUpFrom(hash) : [];
  const task = place === null ? unknownTask(catalogue, hash) : null;
  if (task !== null) say(text("link.task", { task }));
  else if (unknown.length > 0) say(text("link.unknown", { parts: row(unknown) }));
}

keepAll();
effect(() => {
  const theme = onPaper.value ? "light" : state.theme.value;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});
followRoom();
printInLight();
effect(() => {
  if (state.watched.value !== null) bringIntoView(".chart-area");
});
effect(() => {
  document.documentElement.lang = TAGS[language.value] ?? language.value;
});
// Not awaited at the top: what is fetched imports from here, and each would wait for the other.
void speakWanted().then(() => {
  const page = document.getElementById("page");
  if (page === null) throw new Error("The server's page has no element with the id page.");
  effect(() => void speakWanted());
  render(<Page />, page);
  void open();
});

/** Where a language cannot be fetched, the page says so in the one it has. */
function speakWanted(): Promise<void> {
  return speak(wanted(state.language.value, navigator.languages)).catch(() => void say(text("trouble.unreachable")));
}
