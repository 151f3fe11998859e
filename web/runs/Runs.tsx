// The runs of the task, newest race first, with all that one can do to them.

import { useState } from "preact/hooks";
import { chooseRun, chooseTask, remove, show } from "../state/actions";
import { best, last } from "../curves/history";
import { isOver, progress, speed, stateWords } from "../curves/progress";
import type { Run, SeriesText } from "../generated/types";
import { elsewhere, headline, historyOf, lookedInto, nameOf, paintOf, rows, shown, state } from "../state/here";
import { duration, measured, pace, plain, whole } from "../text/numbers";
import { counted, text } from "../text/text";
import { Commands, Forking, LiveSettings } from "./Commands";
import { Icon } from "./Icon";
import { Mark } from "./Mark";

/** Rows that are there before somebody asks for more: each is drawn anew as runs learn. */
const MOST_ROWS = 60;

export function Runs() {
  const [most, setMost] = useState(MOST_ROWS);
  const list = rows.value;
  const series = headline.value;
  return (
    <section class="runs" aria-labelledby="runs-title">
      <header>
        <h2 id="runs-title">{text("runs.title")}</h2>
        <Elsewhere />
      </header>
      {list.length === 0 && <p class="words">{text("runs.empty")}</p>}
      {list.length > 0 && series && (
        <div class="table-scroll">
          <table>
            <Head title={series[1].title} />
            <tbody>
              {list.slice(0, most).map((run) => (
                <Row key={run.id} run={run} name={series[0]} series={series[1]} />
              ))}
            </tbody>
          </table>
          {list.length > most && (
            <button type="button" class="small wide" onClick={() => setMost(most + MOST_ROWS)}>
              {counted("runs.older", list.length - most)}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function Elsewhere() {
  const catalogue = state.catalogue.value;
  return (
    <>
      {[...elsewhere.value].map(([task, count]) => (
        <button type="button" class="link" key={task} onClick={() => chooseTask(task)}>
          {counted("runs.elsewhere", count, { task: catalogue?.tasks.find((entry) => entry.name === task)?.title ?? task })}
        </button>
      ))}
    </>
  );
}

function Head({ title }: { title: string }) {
  return (
    <thead>
      <tr>
        <th scope="col" class="name">{text("runs.name")}</th>
        <th scope="col">{text("runs.state")}</th>
        <th scope="col" class="figure">{title}</th>
        <th scope="col" class="figure">{text("runs.best")}</th>
        <th scope="col" class="figure">{text("runs.test")}</th>
        <th scope="col" class="figure">{text("runs.parameters")}</th>
        <th scope="col" class="figure">{text("runs.time")}</th>
        <th scope="col" class="figure">{text("runs.speed")}</th>
        <th scope="col"><span class="unseen">{text("runs.commands")}</span></th>
      </tr>
    </thead>
  );
}

interface RowProps {
  run: Run;
  name: string;
  series: SeriesText;
}

function Row({ run, name, series }: RowProps) {
  const [open, setOpen] = useState(false);
  const visible = shown.value.includes(run);
  return (
    <>
      <tr
        class={`run ${state.hovered.value === run.id ? "hovered" : ""} ${visible ? "" : "hidden"}`}
        data-state={run.state}
        onPointerEnter={() => hover(run.id)}
        onPointerLeave={() => hover(null)}
      >
        <NameCell run={run} />
        <StateCell run={run} />
        <Figures run={run} name={name} series={series} />
        <td class="commands">
          <Commands run={run} open={open} toggle={() => setOpen(!open)} />
          <Forking run={run} />
          <Keeping run={run} visible={visible} />
        </td>
      </tr>
      {open && !isOver(run) && (
        <tr class="live-settings">
          <td colSpan={9}>
            <LiveSettings run={run} />
          </td>
        </tr>
      )}
    </>
  );
}

function NameCell({ run }: { run: Run }) {
  const looked = lookedInto.value.includes(run);
  return (
    <th scope="row" class="name">
      <button
        type="button"
        class="run-name"
        aria-pressed={looked}
        title={text(looked ? "runs.look.not" : "runs.look")}
        onClick={() => chooseRun(run.id)}
      >
        <Mark paint={paintOf.value.get(run.id)} />
        <span>{nameOf(run.id)}</span>
      </button>
    </th>
  );
}

/** On the charts or not; and away, which can be undone. */
function Keeping({ run, visible }: { run: Run; visible: boolean }) {
  const name = nameOf(run.id);
  return (
    <>
      <button
        type="button"
        class="small"
        aria-label={text(visible ? "runs.hide" : "runs.show", { name })}
        onClick={() => show(run, !visible)}
      >
        <Icon name={visible ? "eye" : "eyeless"} />
      </button>
      <button type="button" class="small" aria-label={text("runs.delete", { name })} onClick={() => remove(run)}>
        <Icon name="bin" />
      </button>
    </>
  );
}

function hover(run: string | null): void {
  state.hovered.value = run;
}

function StateCell({ run }: { run: Run }) {
  state.grown.value;
  const now = progress(run, historyOf(run.id));
  const words = stateWords(run, now);
  return (
    <td class="state">
      <span class="state-words">{words}</span>
      <span
        class="progress"
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
      {run.problem !== null && <span class="notice">{run.problem}</span>}
      {notices(run).map((notice) => (
        <span class="notice" key={`${notice.code}${notice.step}`}>
          {notice.text} {notice.attempt_this}
        </span>
      ))}
    </td>
  );
}

function notices(run: Run) {
  const heard = historyOf(run.id).notices;
  return (heard.length > run.notices.length ? heard : run.notices).slice(-1);
}

function Figures({ run, name, series }: RowProps) {
  state.grown.value;
  const history = historyOf(run.id);
  const peak = best(history, `validation/${name}`, series.better) ?? heardBest(run, name);
  return (
    <>
      <td class="figure" data-title={series.title}>
        {measured(series, last(history.clocks.epoch, `validation/${name}`))}
      </td>
      <td class="figure" data-title={text("runs.best")}>
        {peak === null ? "–" : text("runs.best.at", { value: measured(series, peak.value), epoch: plain(Number(peak.epoch.toFixed(1))) })}
      </td>
      <td class="figure" data-title={text("runs.test")}>
        {measured(series, run.test[name])}
      </td>
      <td class="figure" data-title={text("runs.parameters")}>
        {run.parameters > 0 ? whole(run.parameters) : "–"}
      </td>
      <td class="figure" data-title={text("runs.time")}>
        {duration(progress(run, history).seconds)}
      </td>
      <td class="figure" data-title={text("runs.speed")}>
        {pace(speed(run, history))}
      </td>
    </>
  );
}

/** A run that is not on the charts sends no points; what the server says of it is all there is. */
function heardBest(run: Run, name: string) {
  const { best: said } = run;
  return said !== null && said.series === name && said.value !== null ? { value: said.value, epoch: said.epoch } : null;
}
