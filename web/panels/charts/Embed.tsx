// A chart or a view for a page of another site: as it grows, or frozen; and which sites may show it.

import { useEffect, useRef, useState } from "preact/hooks";
import { copied } from "../../browser/copying";
import { onlyHere } from "../../browser/hosts";
import { frameCode, MOST, MOST_INSIDE, viewCode } from "../../curves/embedding";
import { at } from "../../http/address";
import { http } from "../../http/http";
import type { Run, View } from "../../generated/types";
import { Dialog } from "../../parts/Dialog";
import { charted, layered } from "../../state/charted";
import { waitsForQuestion } from "../../state/looks";
import { question, views, wish } from "../../state/present";
import { lookedInto, state, subjects } from "../../state/store";
import { listed, text } from "../../text/text";
import "../../text/embedding";
import css from "./Embed.module.css";
import dialogCss from "../../parts/Dialog.module.css";

/** Before the name of what is chosen, where that is a view and no chart. */
const OF_VIEW = "view ";

export function Embed({ close }: { close: () => void }) {
  const offered = charted.value.filter(([name]) => !layered(name));
  const inside = lookedInto.value.length === 0 ? [] : views.value.filter((one) => !waitsForQuestion(one) || wish.value.posed);
  const [chosen, choose] = useState(offered[0]?.[0] ?? "loss");
  const view = inside.find(({ name }) => chosen === OF_VIEW + name);
  const [frozen, freeze] = useState(false);
  const [done, setDone] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const runs = subjects.value.map(({ run }) => run);
  const title = [view?.title ?? offered.find(([name]) => name === chosen)?.[1].title, state.task.value?.title].filter(Boolean).join(" · ");
  const code = view === undefined ? codeOfChart(runs, chosen, frozen, title) : codeOfView(lookedInto.value, view, frozen, title);
  useEffect(() => setDone(false), [code]);
  const way = (value: boolean, words: "embed.live" | "embed.frozen" | "embed.view.live" | "embed.view.frozen") => (
    <label>
      <input type="radio" name="embed" checked={frozen === value} onChange={() => freeze(value)} /> {text(words)}
    </label>
  );
  return (
    <Dialog title={text("embed.title")} close={close}>
      <div class={css.embed} ref={place}>
        <label>
          {text("embed.what")}{" "}
          <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
            <optgroup label={text("embed.charts")}>
              {offered.map(([name, one]) => (
                <option key={name} value={name}>
                  {one.title}
                </option>
              ))}
            </optgroup>
            {inside.length > 0 && (
              <optgroup label={text("embed.views")}>
                {inside.map(({ name, title: called }) => (
                  <option key={name} value={OF_VIEW + name}>
                    {called}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        </label>
        <fieldset>
          <legend class="words">{text(view ? "embed.view" : "embed.curves")}</legend>
          {way(false, view ? "embed.view.live" : "embed.live")}
          {way(true, view ? "embed.view.frozen" : "embed.frozen")}
        </fieldset>
        <textarea readOnly rows={5} aria-label={text("embed.code")} value={code} onFocus={(event) => event.currentTarget.select()} />
        {view === undefined && runs.length > MOST && <p class="words">{text("embed.most", { most: MOST })}</p>}
        {view !== undefined && runs.length > MOST_INSIDE && <p class="words">{text("embed.view.most", { most: MOST_INSIDE })}</p>}
        <Sites />
        <div class={dialogCss.dialogEnd}>
          <span role="status" class="words">
            {done && text("embed.copied")}
          </span>
          <button type="button" class="small wide" onClick={() => void copied(code, place.current).then(setDone)}>
            {text("embed.copy")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

const idsOf = (runs: readonly Run[]) => runs.map(({ id }) => id);

function codeOfChart(runs: readonly Run[], series: string, frozen: boolean, title: string): string {
  const until = frozen ? Math.max(0, ...runs.map(({ step }) => step)) : null;
  return frameCode({ runs: idsOf(runs), series, until, title }, at("/api/embed"));
}

/** Frozen, it is by weights that are kept: where one looks back to, or the last. */
function codeOfView(runs: readonly Run[], { name }: View, frozen: boolean, title: string): string {
  const last = Math.max(0, ...runs.map((run) => (run.snapshots.at(-1) ?? 0) / Math.max(1, run.steps_per_epoch)));
  const epoch = frozen ? (state.lookBack.value ?? last) : null;
  const { task, architecture } = state.spec.value;
  return viewCode({ runs: idsOf(runs), view: name, question: question.value, part: state.cells.value[name] ?? "", epoch, title, setup: `${task.name}/${architecture.name}` }, at("/embed"));
}

/** Who may show it, which only whoever starts the server decides. */
function Sites() {
  const [sites, setSites] = useState<readonly string[] | null>(null);
  useEffect(() => void http.embedding().then((found) => setSites(found.sites), () => {}), []);
  return (
    <>
      {sites !== null && <p class="words">{sites.length > 0 ? text("embed.sites", { sites: listed(sites) }) : text("embed.nobody", { variable: "SCHOOLYARD_EMBED_IN=https://moodle.school.example" })}</p>}
      {onlyHere(location.hostname) && <p class="words">{text("embed.alone")}</p>}
    </>
  );
}
