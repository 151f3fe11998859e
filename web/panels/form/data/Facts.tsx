// What a file of a person's own holds: pictures by class or columns, and what was left out with each reason.

import type { OwnData } from "../../../generated/types";
import { at } from "../../../http/address";
import { Icon } from "../../../parts/Icon";
import { entryTitle } from "../../../state/store";
import { forget } from "../../../state/uploads";
import { worded } from "../../../text/sentences";
import { counted, row, text } from "../../../text/text";
import css from "./Data.module.css";

/** Pixels on a side. */
const THUMBNAIL = 36;

/** So many classes are named; of more only how many there are. */
const NAMED = 8;

function holds({ form, classes, columns, rows, characters, network, learnt, parameters, damaged }: OwnData): string {
  if (damaged) return worded(damaged);
  if (form === "weights") return counted("data.weights", parameters, { network: entryTitle("architectures", network), learnt: entryTitle("tasks", learnt) });
  if (form === "text") return counted("data.characters", characters);
  if (form === "table") return counted("data.rows", rows, { columns: row(columns.map((name, place) => text("data.column", { place: place + 1, name }))) });
  const all = Object.entries(classes);
  const named = all.slice(0, NAMED).map(([name, count]) => text("data.class", { name, count }));
  const more = all.length > NAMED ? [text("data.more", { count: all.length - NAMED })] : [];
  if (form === "labelled") return counted("data.lines", rows, { classes: row([...named, ...more]) });
  const pictures = all.reduce((sum, [, count]) => sum + count, 0);
  return counted("data.pictures", pictures, { classes: row([...named, ...more]) });
}

/** The classes with their first pictures, as the network gets them. */
function Thumbnails({ own }: { own: OwnData }) {
  const rows = Object.entries(own.classes);
  if (own.thumbnails === 0 || own.damaged) return null;
  const image = `url("${at(`/api/data/${own.data}/thumbnails?added=${encodeURIComponent(own.added)}`)}")`;
  const size = `${own.thumbnails * THUMBNAIL}px ${rows.length * THUMBNAIL}px`;
  const lines = rows.map(([name, count], place) => (
    <li key={name}>
      <span>
        {name} <small>{count}</small>
      </span>
      <span
        class={css.dataRow}
        role="img"
        aria-label={text("data.thumbnails", { name })}
        style={{
          width: `${Math.min(count, own.thumbnails) * THUMBNAIL}px`,
          backgroundImage: image,
          backgroundSize: size,
          backgroundPosition: `0 ${-place * THUMBNAIL}px`,
        }}
      />
    </li>
  ));
  return (
    <>
      <ul class={css.dataClasses}>{lines.slice(0, NAMED)}</ul>
      {lines.length > NAMED && (
        <details class={css.dataLeft}>
          <summary>{text("data.more", { count: lines.length - NAMED })}</summary>
          <ul class={css.dataClasses}>{lines.slice(NAMED)}</ul>
        </details>
      )}
    </>
  );
}

/** What is not learnt from, each with its reason: folded where it is files, for there may be many. */
function LeftOut({ own }: { own: OwnData }) {
  const count = own.left_out.length + own.left_out_more;
  if (count === 0) return null;
  return (
    <details class={css.dataLeft} open={own.form === "table"}>
      <summary>{counted("data.left", count)}</summary>
      <ul>
        {own.left_out.map(({ name, reason }, place) => (
          <li key={place}>
            <b>{name}</b> {worded(reason)}
          </li>
        ))}
        {own.left_out_more > 0 && <li>{counted("data.left.more", own.left_out_more)}</li>}
      </ul>
    </details>
  );
}

export function Facts({ own, gone, pointer }: { own: OwnData; gone: () => void; pointer: string }) {
  const remove = async () => {
    if (await forget(own.data, pointer)) gone();
  };
  return (
    <div class={css.dataFacts}>
      <p class={own.damaged ? "problem" : "words"}>{holds(own)}</p>
      <a class="small" href={at(`/api/data/${own.data}`)} download={own.name} aria-label={text("data.save")} title={text("data.save")}>
        <span aria-hidden="true">↓</span>
      </a>
      <button type="button" class="small" aria-label={text("data.delete")} title={text("data.delete")} onClick={() => void remove()}>
        <Icon name="bin" />
      </button>
      <Thumbnails own={own} />
      {own.beginning && <p class={css.beginning}>{own.beginning}…</p>}
      {own.faint > 0 && <p class={css.dataNote}>{counted("data.faint", own.faint)}</p>}
      <LeftOut own={own} />
    </div>
  );
}
