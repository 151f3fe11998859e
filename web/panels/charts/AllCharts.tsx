// All charts of what is compared at once: drawn here as they are seen, or written by the server with every point.

import { useEffect, useState } from "preact/hooks";
import type { Export } from "../../generated/types";
import { http } from "../../http/http";
import { takeAwayTogether } from "../../state/actions";
import { showGhosts } from "../../state/charts";
import { state, subjects } from "../../state/store";
import { worded } from "../../text/sentences";
import { text } from "../../text/text";
import { later } from "../../parts/later";
import { Fold } from "./Fold";
import { TOGETHER } from "./titled";
import css from "./Charts.module.css";
import entryCss from "../../parts/Entry.module.css";


export function AllCharts() {
  return (
    <Fold class={`${css.more} ${css.together}`} summary={text("save.all")}>
      {TOGETHER.map((kind) => (
        <button type="button" class={entryCss.entry} key={kind} onClick={() => void import("./together").then(({ saveAll }) => saveAll(kind))}>
          {text(`save.all.${kind}`)}
        </button>
      ))}
      <FromServer />
      <Elsewhere />
      <Others />
    </Fold>
  );
}

const Embed = later<{ close: () => void }>(async () => (await import("./Embed")).Embed);

function Elsewhere() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class={entryCss.entry} onClick={() => setOpen(true)}>
        {text("save.embed")}
      </button>
      {open && <Embed close={() => setOpen(false)} />}
    </>
  );
}

/** Curves of other programs, behind our own until somebody takes them away. */
function Others() {
  const count = state.ghosts.value.length;
  return (
    <>
      <label class={`${entryCss.entry} ${css.opened}`}>
        {text("save.others")}
        <input
          type="file"
          multiple
          accept=".csv,.tsv,.txt,*"
          onChange={({ currentTarget }) => void import("./others").then(({ openOthers }) => openOthers([...(currentTarget.files ?? [])]))}
        />
      </label>
      {count > 0 && (
        <button type="button" class={entryCss.entry} onClick={() => showGhosts([])}>
          {text("save.others.away")}
        </button>
      )}
    </>
  );
}

/** What the server can write of these runs; asked for when somebody looks. */
function FromServer() {
  const [offered, setOffered] = useState<readonly Export[] | null>(null);
  const runs = subjects.value.map(({ run }) => run.id);
  useEffect(() => void http.exportsTogether(runs).then(setOffered, () => setOffered([])), [runs.join(" ")]);
  return (
    <>
      {offered?.map((one) => (
        <button
          type="button"
          class={entryCss.entry}
          key={one.file}
          title={worded(one.reason ?? one.text)}
          disabled={one.reason !== null}
          onClick={() => takeAwayTogether(runs, one.file)}
        >
          {text("files.download", { title: worded(one.title) })}
        </button>
      ))}
    </>
  );
}
