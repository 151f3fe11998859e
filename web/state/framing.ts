// What an address of the page in a frame asks for becomes what the page looks at; nothing of it is kept in the browser.

import { framedView } from "../curves/embedding";
import { state } from "./store";

/** The name of the view. */
export function lookAsFramed(query: string): string {
  const { runs, view, question, part, epoch } = framedView(query);
  state.chosen.value = runs;
  state.view.value = view;
  state.lookBack.value = epoch;
  if (part !== "") state.cells.value = { [view]: part };
  if (question !== "") state.questions.value = { [state.spec.peek().task.name]: question };
  return view;
}
