// Wiring: the catalogue, the socket, the address and the page.

import { effect } from "@preact/signals";
import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import "./styles/index.css";
import { readLink, writeLink } from "./form/link";
import { planner } from "./form/planning";
import { presetSpec, type Vary } from "./form/spec";
import type { Catalogue } from "./generated/types";
import { goLive } from "./live/live";
import { http, Refusal } from "./live/http";
import { keepWhole } from "./live/whole";
import { Page } from "./page/Page";
import { listenToKeys } from "./page/keyboard";
import { printInLight } from "./page/printing";
import { setUp } from "./state/actions";
import { state } from "./state/here";
import { keepAll } from "./state/kept";
import { heed } from "./state/planned";
import { say } from "./state/toasts";
import { text } from "./text/text";

async function open(): Promise<void> {
  try {
    state.catalogue.value = await http.catalogue();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    state.trouble.value = error.problem.detail;
    setTimeout(() => location.reload(), 5_000);
    return;
  }
  begin(state.catalogue.value);
}

function begin(catalogue: Catalogue): void {
  readAddress(catalogue);
  addEventListener("hashchange", () => readAddress(catalogue));
  effect(() => {
    const link = writeLink(catalogue, state.spec.value, state.vary.value);
    if (link !== location.hash) history.replaceState(null, "", link);
  });
  const plan = planner(heed);
  effect(() => plan(state.spec.value));
  effect(() => {
    // What could not be planned because nobody answered is planned now.
    if (state.link.value === "live" && state.problem.peek()?.status === 0) plan(state.spec.peek());
  });
  goLive(catalogue.version);
  keepWhole();
  listenToKeys();
}

/** A link's setup, else the preset of a first visit. */
function readAddress(catalogue: Catalogue): void {
  const setup = readLink(catalogue, location.hash);
  if (setup) {
    setUp(setup.spec, setup.vary);
    if (setup.unknown.length > 0) say(text("link.unknown", { parts: setup.unknown.join(", ") }));
    return;
  }
  const first = catalogue.presets.find((preset) => preset.first) ?? catalogue.presets[0];
  if (first) setUp(presetSpec(catalogue, first), first.vary as Vary);
}

keepAll();
effect(() => {
  const theme = state.theme.value;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});
effect(() => {
  document.documentElement.toggleAttribute("data-large", state.large.value);
});
printInLight();
const page = document.getElementById("page");
if (page === null) throw new Error("The server's page has no element with the id page.");
render(<Page />, page);
void open();
