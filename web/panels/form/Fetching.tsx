// Above Train while the data of the chosen task are not on this machine: what they are, and one press that fetches them.

import type { DataSet, Fetch } from "../../generated/types";
import { cancelFetch, fetchSet } from "../../state/fetching";
import { state } from "../../state/store";
import "../../text/fetching";
import { bytes } from "../../text/numbers";
import { worded } from "../../text/sentences";
import { text } from "../../text/text";
import css from "./Fetching.module.css";

export function Fetching({ set }: { set: DataSet }) {
  const fetch = state.fetches.value.find(({ name }) => name === set.name);
  return (
    <section class={css.fetching} aria-label={set.title}>
      {fetch?.state === "fetching" || fetch?.state === "fetched" ? <Going set={set} fetch={fetch} /> : <Offer set={set} fetch={fetch} />}
    </section>
  );
}

function Offer({ set, fetch }: { set: DataSet; fetch: Fetch | undefined }) {
  const { title, published, source } = set;
  const size = bytes(set.bytes);
  return (
    <>
      <p>{text("fetch.offer", { title })}</p>
      <p class="words">{published ? text("fetch.facts", { size, source, published }) : text("fetch.facts.unsigned", { size, source })}</p>
      <Licence set={set} />
      {fetch?.state === "cancelled" && <p class="words">{text("fetch.cancelled")}</p>}
      {fetch?.problem && (
        <p class={`problem ${css.problem}`} role="alert" tabIndex={0}>
          {worded(fetch.problem)}
        </p>
      )}
      {mayFetch() ? (
        <button type="button" class="small wide" onClick={() => fetchSet(set.name)}>
          {fetch?.state === "failed" ? text("fetch.again") : text("fetch.press", { title, size })}
        </button>
      ) : (
        <p class="words">{text("fetch.teacher")}</p>
      )}
    </>
  );
}

function Licence({ set }: { set: DataSet }) {
  if (set.licence === "") return null;
  return (
    <p class="words">
      {text("fetch.licence")}{" "}
      {set.licence_link ? (
        <a href={set.licence_link} target="_blank" rel="noreferrer">
          {set.licence}
        </a>
      ) : (
        set.licence
      )}
    </p>
  );
}

function Going({ set, fetch }: { set: DataSet; fetch: Fetch }) {
  const { title } = set;
  const share = Math.round((100 * fetch.done) / Math.max(1, fetch.total));
  const words = fetch.done > 0 ? text("fetch.going", { title, done: bytes(fetch.done), size: bytes(fetch.total) }) : text("fetch.begins", { title });
  return (
    <>
      <p>{words}</p>
      <div class={css.bar} role="progressbar" aria-label={text("fetch.title", { title })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={share} aria-valuetext={words}>
        <span style={{ "--part": `${share}%` }} />
      </div>
      <p class={`words ${css.what}`}>{worded(fetch.what)}</p>
      {mayFetch() && fetch.state === "fetching" && (
        <button type="button" class="small wide" onClick={() => cancelFetch(set.name)}>
          {text("fetch.cancel")}
        </button>
      )}
    </>
  );
}

/** Before the server has told, nobody is sent away. */
function mayFetch(): boolean {
  return state.may.value?.includes("fetch") ?? true;
}
