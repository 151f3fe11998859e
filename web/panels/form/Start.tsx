// Train and Race, always in sight; what the race varies is said on its button.

import { later } from "../../parts/later";
import { isHidden } from "../../setup/hiding";
import { isRace, race, train } from "../../state/actions";
import { waiting } from "../../state/foretelling";
import { goToPlace, openDialog, setDrawer } from "../../state/page";
import { raceWords, trainWords } from "../../state/starting";
import { settingUp, state } from "../../state/store";
import { worded } from "../../text/sentences";
import { text } from "../../text/text";
import { ForkNote } from "./ForkNote";
import { WeightsNote } from "./WeightsNote";
import css from "./Form.module.css";

const Long = later(async () => (await import("./Long")).Long);
const Fetching = later(async () => (await import("./Fetching")).Fetching);

/** What is to be fetched is told in full beside the controls; `short` leads there. */
export function Start({ short = false }: { short?: boolean }) {
  const fork = state.fork.value;
  const asking = waiting.value;
  const problem = state.problem.value;
  // A task may have a sample of its data, and want the rest only for some of its settings.
  const data = problem?.field?.startsWith("/architecture") ? state.weightsSet.value : state.task.value?.data;
  const refused = problem !== null && NOT_HERE.includes(problem.code) ? { code: "", values: {}, text: problem.detail } : null;
  const missing = state.task.value?.missing ?? refused;
  const off = state.starting.value || settingUp.value || Boolean(missing) || problem !== null || asking;
  return (
    <div class={css.start}>
      {missing && (data === null || data === undefined ? <p class="problem">{worded(missing)}</p> : short ? <FetchFirst /> : <Fetching set={data} />)}
      {problem?.field === "" && (
        <p class="problem" role="alert">
          {problem.detail}
        </p>
      )}
      <TooLong />
      {fork && <ForkNote fork={fork} />}
      {state.weights.value && <WeightsNote {...state.weights.value} />}
      {asking && <AskedFirst />}
      {isRace() && (
        <button type="button" class="big primary" disabled={off} onClick={() => void race()}>
          {state.starting.value ? text("start.starting") : raceWords()}
        </button>
      )}
      <div class={css.startButtons}>
        <button type="button" class={isRace() ? "big" : "big primary"} disabled={off} onClick={() => void train()}>
          {trainWords()}
        </button>
        {!fork && !isHidden(state.teaching.hidden.value, "race") && (
          <button
            type="button"
            class="big"
            aria-haspopup="dialog"
            disabled={Boolean(missing)}
            onClick={() => openDialog("race")}
          >
            {text(isRace() ? "start.race.change" : "start.race.open")}
          </button>
        )}
      </div>
    </div>
  );
}

/** Codes of sentences which say that data have to be fetched first. */
const NOT_HERE = ["data-not-fetched", "set-being-fetched"];

function FetchFirst() {
  const go = () => {
    goToPlace("form");
    setDrawer(true);
  };
  return (
    <p class="words">
      <button type="button" class="link" onClick={go}>
        {text("start.fetch")}
      </button>
    </p>
  );
}

/** An epoch of more seconds is told before somebody begins; nobody is kept from it. */
const LONG = 1_800;

function TooLong() {
  const plan = state.plan.value;
  const seconds = plan && (plan.seconds_per_epoch ?? plan.seconds_estimated);
  const long = seconds !== null && seconds > LONG;
  const roomless = plan?.no_room && Object.keys(plan.classroom).length > 0;
  return plan && (long || roomless) ? <Long plan={plan} seconds={long ? seconds : null} /> : null;
}

/** Why nothing can be started yet. */
function AskedFirst() {
  return (
    <p class="words">
      <button
        type="button"
        class="link"
        onClick={() => {
          goToPlace("lesson");
          requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-predict] input")?.focus());
        }}
      >
        {text("predict.before")}
      </button>
    </p>
  );
}
