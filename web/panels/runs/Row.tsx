// One run: its name, how far it is, what it has reached, and what one can do to it.

import { useState } from "preact/hooks";
import { at, isOver, reachedAt } from "../../curves/moment";
import { holding } from "../../curves/notices";
import { lastScored, originWords, peakWords, speedWords, testWords } from "../../curves/origin";
import { peakOf } from "../../curves/peaks";
import { machineOf } from "../../curves/place";
import { progress, speed, stateWords, unheardWords } from "../../curves/progress";
import { targetWords } from "../../curves/target";
import type { Run, SeriesText } from "../../generated/types";
import { Icon } from "../../parts/Icon";
import { Mark } from "../../parts/Mark";
import { Origin } from "../../parts/Origin";
import { chooseRun } from "../../state/inside";
import { moveBy } from "../../state/listed";
import { waits } from "../../state/order";
import { historyOf, lookedInto, nameOf, paintOf, shown, state } from "../../state/store";
import { hover, show, writeNote } from "../../state/table";
import { duration, measured, pace, whole } from "../../text/numbers";
import { worded } from "../../text/sentences";
import { row, sentences, text } from "../../text/text";
import { Commands, Forking, LiveSettings } from "./Commands";
import { Grip } from "./Grip";
import { RunMenu } from "./Menu";
import { NoteRow } from "./Note";
import css from "./Runs.module.css";

interface RowProps {
  run: Run;
  name: string;
  series: SeriesText;
}

export function Row({ run, member, name, series }: RowProps & { member: boolean }) {
  const [open, setOpen] = useState(false);
  const visible = shown.value.includes(run);
  const noted = run.note !== "" || state.noting.value === run.id;
  return (
    <>
      <tr
        class={`${css.run} ${state.hovered.value === run.id ? css.hovered : ""} ${visible ? "" : css.hidden} ${member ? css.member : ""}`}
        data-state={run.state}
        data-run={run.id}
        onPointerEnter={() => hover(run.id)}
        onPointerLeave={() => hover(null)}
        onDblClick={(event) => noteByPress(event, run)}
        onKeyDown={(event) => moveByKey(event, run)}
      >
        <NameCell run={run} />
        <StateCell run={run} name={name} series={series} />
        <Figures run={run} name={name} series={series} />
        <td class={css.commands}>
          <Commands run={run} open={open} toggle={() => setOpen(!open)} />
          <Forking run={run} />
          <Showing runs={[run]} words={text(visible ? "runs.hide" : "runs.show", { name: nameOf(run.id) })} visible={visible} roomy />
          <RunMenu run={run} />
        </td>
      </tr>
      {noted && <NoteRow run={run} />}
      {open && !isOver(run) && (
        <tr class={css.liveSettings}>
          <td colSpan={9}>
            <LiveSettings run={run} />
          </td>
        </tr>
      )}
    </>
  );
}

/** A name that was pressed twice is looked into and let go again; other buttons keep what they do. */
function noteByPress(event: MouseEvent, run: Run): void {
  const button = event.target instanceof Element ? event.target.closest("button, input, select, [role=menu]") : null;
  if (button === null || button.matches(`.${css.runName}`)) writeNote(run.id);
}

function moveByKey(event: KeyboardEvent, run: Run): void {
  if (!event.altKey || !waits(run) || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  moveBy(run, event.key === "ArrowDown");
}

function NameCell({ run }: { run: Run }) {
  const looked = lookedInto.value.includes(run);
  return (
    <th scope="row" class={css.name}>
      <span class={css.naming}>
        {waits(run) && <Grip run={run} />}
        <button
          type="button"
          class={css.runName}
          aria-pressed={looked}
          aria-keyshortcuts={waits(run) ? "Alt+ArrowUp Alt+ArrowDown" : undefined}
          title={text(looked ? "runs.look.not" : "runs.look")}
          onClick={() => chooseRun(run.id)}
        >
          <Mark paint={paintOf.value.get(run.id)} />
          <span>{nameOf(run.id)}</span>
        </button>
        {run.pinned && (
          <span class={css.pinned} role="img" aria-label={text("runs.pinned")} title={text("runs.pinned")}>
            <Icon name="pin" />
          </span>
        )}
      </span>
    </th>
  );
}

/** On the charts or not. */
export function Showing({ runs, words, visible, roomy = false }: { runs: readonly Run[]; words: string; visible: boolean; roomy?: boolean }) {
  const press = () => {
    for (const run of runs) show(run, !visible);
  };
  return (
    <button type="button" class={roomy ? `small ${css.roomy}` : "small"} aria-label={words} title={words} onClick={press}>
      <Icon name={visible ? "eye" : "eyeless"} />
    </button>
  );
}

function StateCell({ run, name, series }: RowProps) {
  state.grown.value;
  const history = historyOf(run.id);
  const now = progress(run, history);
  const unheard = run.state === "running" && state.link.value === "gone";
  const words = unheard ? unheardWords(now) : stateWords(run, now);
  const machine = machineOf(run);
  const ahead = unheard ? "" : targetWords(run, history, now, name, series);
  return (
    <td class={css.state}>
      <span class={css.stateWords}>{words}</span>
      <span
        class={css.progress}
        role="progressbar"
        aria-label={nameOf(run.id)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(now.part * 100)}
        aria-valuetext={words}
        data-hue={paintOf.value.get(run.id)?.hue}
      >
        <span style={{ "--part": `${now.part * 100}%` }} />
      </span>
      {ahead !== "" && <span class={css.ahead}>{ahead}</span>}
      {machine !== "" && <span class={css.ahead}>{text("runs.machine", { machine })}</span>}
      {run.problem !== null && <span class={css.notice}>{worded(run.problem)}</span>}
      {holding(run, historyOf(run.id).notices).slice(-1).map((notice) => (
        <span class={css.notice} key={`${notice.code}${notice.step}`}>
          {sentences([worded(notice.text), worded(notice.attempt_this)])}
        </span>
      ))}
    </td>
  );
}

/** On a phone, where there is no head of the table. */
export function columnTitle(title: string, of: "now" | "best" | "test"): string {
  return row([title, text(`runs.${of}.short`)]);
}

function Figures({ run, name, series }: RowProps) {
  state.grown.value;
  const history = historyOf(run.id);
  const own = nameOf(run.id);
  const now = lastScored(history.clocks.epoch, name);
  const peak = peakOf(run, history, name, series);
  const test = run.test[name];
  const fast = speed(run, history);
  return (
    <>
      <td class={css.figure} data-title={columnTitle(series.title, "now")}>
        <Origin words={now ? originWords(own, run, series, "validation", now.value, now.at) : undefined}>{measured(series, now?.value)}</Origin>
        {now && <span class={css.moment}>{at(run, now.at.epoch)}</span>}
      </td>
      <td class={css.figure} data-title={columnTitle(text("runs.best"), "best")}>
        <Origin words={peak ? peakWords(own, run, series, peak) : undefined}>{peak === null ? "–" : reachedAt(run, measured(series, peak.value), peak.epoch)}</Origin>
      </td>
      <td class={css.figure} data-title={columnTitle(text("runs.test"), "test")}>
        <Origin words={test === undefined ? undefined : testWords(own, run, series, test)}>{measured(series, test)}</Origin>
        {test !== undefined && <span class={css.moment}>{at(run, run.epoch)}</span>}
      </td>
      <td class={css.figure} data-title={text("runs.parameters")}>
        {run.parameters > 0 ? whole(run.parameters) : "–"}
      </td>
      <td class={css.figure} data-title={text("runs.time")}>
        {duration(progress(run, history).seconds)}
      </td>
      <td class={`${css.figure} ${css.speed}`} data-title={text("runs.speed")}>
        <Origin words={fast ? speedWords(fast) : undefined}>{pace(fast?.value ?? null)}</Origin>
        {fast && <span class={css.moment}>{text(fast.now ? "runs.now.short" : "runs.speed.mean")}</span>}
      </td>
    </>
  );
}
