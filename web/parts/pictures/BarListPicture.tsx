// Numbers by name, each a bar; those of things that are not used are grey.

import type { BarList } from "./worded";
import css from "./PictureRows.module.css";

export function BarListPicture({ picture }: { picture: BarList }) {
  return (
    <div class={css.rows}>
      {picture.remarks.map((remark, place) => (
        <p class="words" key={place}>
          {remark}
        </p>
      ))}
      <table class={css.bars}>
        <caption>{picture.title}</caption>
        <tbody>
          {picture.bars.map(({ label, value, words, grey }) => (
            <tr key={label} class={grey ? css.grey : ""}>
              <th scope="row">{label}</th>
              <td>
                <div>
                  <span class={css.bar} style={{ "--part": `${100 * value}%` }} aria-hidden="true" />
                  {words}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
