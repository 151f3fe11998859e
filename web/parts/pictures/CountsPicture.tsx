// How many there are of each thing, in groups: the longest bar of a group has all the room.

import { whole } from "../../text/numbers";
import type { Counts } from "./worded";
import css from "./Answers.module.css";

export function CountsPicture({ picture }: { picture: Counts }) {
  return (
    <div class={css.barsPicture}>
      {picture.groups.map((group, place) => {
        const most = Math.max(1, ...group.map(({ count }) => count));
        return (
          <table class={`${css.bars} ${css.shares}`} key={place}>
            <caption>{picture.titles[place] ?? ""}</caption>
            <tbody>
              {group.map(({ label, count }) => (
                <tr key={label}>
                  <th scope="row" title={label}>
                    {label}
                  </th>
                  <td>
                    <span class={css.bar} style={{ "--part": `${(100 * count) / most}%` }} aria-hidden="true" />
                    <span>{whole(count)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </div>
  );
}
