// Shares of right answers, in groups: a bar, the share, and how many it is a share of.

import { percent } from "../../text/numbers";
import { text } from "../../text/text";
import type { Shares as Picture } from "./worded";
import css from "./Answers.module.css";

export function Shares({ picture }: { picture: Picture }) {
  return (
    <div class={css.barsPicture}>
      {picture.groups.map((group, place) => (
        <table class={`${css.bars} ${css.shares}`} key={place}>
          <caption>{picture.titles[place]}</caption>
          <tbody>
            {group.map((share) => (
              <tr key={share.label}>
                <th scope="row" title={share.label}>
                  {share.label}
                </th>
                <td>
                  <span class={css.bar} style={{ "--part": `${share.of === 0 ? 0 : (100 * share.right) / share.of}%` }} aria-hidden="true" />
                  <span>{text("inside.share", { share: percent(share.of === 0 ? 0 : share.right / share.of), of: share.of })}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
