// How the newest race came, where somebody foretold it outside a lesson.

import "../../text/lessons";
import { newest, state } from "../../state/store";
import { forgetForetold } from "../../state/teaching";
import { text } from "../../text/text";
import { Verdict } from "../lesson/Verdict";
import css from "./Foretold.module.css";

export function Foretold() {
  const { foretold } = state.teaching;
  const race = newest.value[0]?.race ?? "";
  const one = foretold.value[race];
  if (one === undefined) return null;
  return (
    <div class={css.said}>
      <Verdict race={race} foretold={one} />
      <button
        type="button"
        class="small"
        aria-label={text("predict.dismiss")}
        onClick={() => forgetForetold(race)}
      >
        ✕
      </button>
    </div>
  );
}
