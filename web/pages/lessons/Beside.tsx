// What stands beside the page: a lesson, or one that is being built.

import "../../styles/lessons.css";
import { later } from "../../parts/later";
import { state } from "../../state/store";
import { Pane } from "./Pane";
import { Width } from "./Width";

const Builder = later(async () => (await import("../building/Builder")).Builder);

export function Beside() {
  return (
    <div class="alongside">
      <Width />
      {state.teaching.place.value === null ? <Builder /> : <Pane />}
    </div>
  );
}
