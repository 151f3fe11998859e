// The way to the map; and on it, the way back.

import { Icon } from "../../parts/Icon";
import { closeMap, map, openMap } from "../../state/map";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "../../pages/train/Top.module.css";

export function ToMap() {
  if (map.place.value === null)
    return (
      <button type="button" class={`small ${css.signButton}`} aria-label={text("map.title")} title={text("map.open")} onClick={() => openMap()}>
        <Icon name="map" />
        <span class={css.signWords}>{text("map.title")}</span>
      </button>
    );
  const task = state.task.value?.title ?? "";
  const back = text("laboratory.back", { task });
  return (
    <button type="button" class="small wide" aria-label={back} title={back} onClick={closeMap}>
      <span aria-hidden="true">←</span> <span class={css.backWords}>{task}</span>
    </button>
  );
}
