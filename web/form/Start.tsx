// Train and Race, always in sight; what the race varies is said on its button.

import { isRace, race, train } from "../state/actions";
import { controlAt, state } from "../state/here";
import { counted, text } from "../text/text";
import { optionName } from "./Race";
import { combinations } from "./spec";

export function Start() {
  const missing = state.task.value?.missing;
  const broken = state.problem.value !== null;
  const off = state.starting.value || Boolean(missing) || broken;
  const racing = isRace();
  return (
    <div class="start">
      {missing && <p class="problem">{missing}</p>}
      {racing && <p class="words race-words">{raceWords()}</p>}
      <div class="start-buttons">
        <button type="button" class={racing ? "big" : "big primary"} disabled={off} onClick={() => void train()}>
          {text(racing ? "start.train.one" : "start.train")}
        </button>
        {racing && (
          <button type="button" class="big primary" disabled={off} onClick={() => void race()}>
            {state.starting.value ? text("start.starting") : counted("start.race", combinations(state.vary.value))}
          </button>
        )}
        <button
          type="button"
          class="big"
          aria-haspopup="dialog"
          disabled={Boolean(missing)}
          onClick={() => {
            state.raceOpen.value = true;
          }}
        >
          {text(racing ? "start.race.change" : "start.race.open")}
        </button>
      </div>
    </div>
  );
}

function raceWords(): string {
  return Object.entries(state.vary.value)
    .map(([pointer, values]) => {
      const control = controlAt(pointer);
      const named = values.map((value) => optionName(control, value)).join(", ");
      return text("start.race.words", { title: control?.title ?? pointer, values: named });
    })
    .join("; ");
}

