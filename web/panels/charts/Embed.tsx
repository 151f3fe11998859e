// A chart for a page of another site: as it grows, or frozen; and which sites may show it.

import { useEffect, useRef, useState } from "preact/hooks";
import { copied } from "../../browser/copying";
import { onlyHere } from "../../browser/hosts";
import { frameCode, MOST } from "../../curves/embedding";
import { at } from "../../http/address";
import { http } from "../../http/http";
import { Dialog } from "../../parts/Dialog";
import { charted, layered } from "../../state/charted";
import { state, subjects } from "../../state/store";
import { listed, text } from "../../text/text";
import "../../text/embedding";
import css from "./Embed.module.css";
import dialogCss from "../../parts/Dialog.module.css";

export function Embed({ close }: { close: () => void }) {
  const offered = charted.value.filter(([name]) => !layered(name));
  const [series, choose] = useState(offered[0]?.[0] ?? "loss");
  const [frozen, freeze] = useState(false);
  const [done, setDone] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const runs = subjects.value.map(({ run }) => run);
  const title = [offered.find(([name]) => name === series)?.[1].title, state.task.value?.title].filter(Boolean).join(" · ");
  const until = frozen ? Math.max(0, ...runs.map(({ step }) => step)) : null;
  const code = frameCode({ runs: runs.map(({ id }) => id), series, until, title }, at("/api/embed"));
  useEffect(() => setDone(false), [code]);
  const way = (value: boolean, words: "embed.live" | "embed.frozen") => (
    <label>
      <input type="radio" name="embed" checked={frozen === value} onChange={() => freeze(value)} /> {text(words)}
    </label>
  );
  return (
    <Dialog title={text("embed.title")} close={close}>
      <div class={css.embed} ref={place}>
        <label>
          {text("embed.chart")}{" "}
          <select value={series} onChange={(event) => choose(event.currentTarget.value)}>
            {offered.map(([name, one]) => (
              <option key={name} value={name}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend class="words">{text("embed.curves")}</legend>
          {way(false, "embed.live")}
          {way(true, "embed.frozen")}
        </fieldset>
        <textarea readOnly rows={5} aria-label={text("embed.code")} value={code} onFocus={(event) => event.currentTarget.select()} />
        {runs.length > MOST && <p class="words">{text("embed.most", { most: MOST })}</p>}
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
