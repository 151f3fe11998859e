// Which view is looked through: tabs under the headings of their groups, and on a narrow screen one list of the same.

import type { View } from "../../generated/types";
import { chooseView } from "../../state/inside";
import { text } from "../../text/text";
import { grouped, viewAfter, type ViewGroup } from "./groups";
import css from "./ViewTabs.module.css";

interface Props {
  views: readonly View[];
  present: View;
}

export function ViewTabs({ views, present }: Props) {
  const groups = grouped(views);
  return (
    <>
      <div class={css.groups} role="tablist" aria-labelledby="inside-title">
        {groups.map((group) => (
          <div key={group.name} class={css.group} role="presentation">
            <span class={css.heading} id={`group-${group.name}`}>
              {text(`inside.group.${group.name}`)}
            </span>
            <div class={css.tabs} role="presentation">
              {group.views.map((view) => (
                <Tab key={view.name} view={view} group={group} chosen={view === present} go={(key) => viewAfter(groups, present, key)} />
              ))}
            </div>
          </div>
        ))}
      </div>
      <ViewList groups={groups} present={present} />
    </>
  );
}

interface TabGiven {
  view: View;
  group: ViewGroup;
  chosen: boolean;
  go: (key: string) => View | null;
}

function Tab({ view, group, chosen, go }: TabGiven) {
  return (
    <button
      type="button"
      role="tab"
      id={`view-${view.name}`}
      aria-selected={chosen}
      aria-controls="inside-panel"
      aria-describedby={`group-${group.name}`}
      tabIndex={chosen ? 0 : -1}
      onClick={() => chooseView(view.name)}
      onKeyDown={(event) => {
        const next = go(event.key);
        if (next === null) return;
        event.preventDefault();
        chooseView(next.name);
        document.getElementById(`view-${next.name}`)?.focus();
      }}
    >
      {view.title}
    </button>
  );
}

/** As many tabs as a desk has room for would fill a phone. */
function ViewList({ groups, present }: { groups: readonly ViewGroup[]; present: View }) {
  return (
    <select class={css.list} aria-labelledby="inside-title" value={present.name} onChange={(event) => chooseView(event.currentTarget.value)}>
      {groups.map(({ name, views }) => (
        <optgroup key={name} label={text(`inside.group.${name}`)}>
          {views.map((view) => (
            <option key={view.name} value={view.name}>
              {view.title}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
