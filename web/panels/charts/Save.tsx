// A chart to take away: as a picture, as a drawing, as numbers, or as a script that draws it again.

import { subjects } from "../../state/store";
import { text } from "../../text/text";
import { Fold } from "./Fold";
import { type Kind, KINDS, type Titled } from "./titled";
import css from "./Charts.module.css";
import entryCss from "../../parts/Entry.module.css";

export function Save(props: Titled) {
  if (subjects.value.length === 0) return null;
  return <SaveMenu title={props.title} kinds={KINDS} save={(kind) => void import("./saving").then(({ save }) => save(kind, props))} />;
}

export function SaveMenu({ title, kinds, save }: { title: string; kinds: readonly Kind[]; save: (kind: Kind) => void }) {
  const sign = (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 2.5v7.5M4.8 7L8 10.2L11.2 7M3 13h10" />
    </svg>
  );
  return (
    <Fold class={css.save} summary={sign} label={text("save.title", { title })}>
      {kinds.map((kind) => (
        <button type="button" class={entryCss.entry} key={kind} onClick={() => save(kind)}>
          {text(`save.${kind}`)}
        </button>
      ))}
    </Fold>
  );
}
