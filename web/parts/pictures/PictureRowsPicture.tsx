// Rows of pictures, column by column of the same thing, with what is measured of it; what can be turned asks anew.

import { precise, whole } from "../../text/numbers";
import { exampleOf } from "../../setup/question";
import { question } from "../../state/present";
import { text } from "../../text/text";
import "../../text/codes";
import type { Asking } from "./asking";
import { Cell } from "./Cell";
import { ClipPlayer, columnOf } from "./ClipPlayer";
import { Choices } from "./Choices";
import { LinesPicture } from "./LinesPicture";
import { turnedTo } from "./strips";
import type { Knob, PictureRows } from "./worded";
import css from "./PictureRows.module.css";

export function PictureRowsPicture({ picture, asking }: { picture: PictureRows; asking: Asking }) {
  const { rows, strip, chart } = picture;
  const shown = picture.played ? columnOf(picture) : -1;
  return (
    <div class={css.rows}>
      {picture.knobs.map((knob) => (
        <Turn key={knob.name} knob={knob} turn={(value) => asking.ask(turnedTo(asking.question, knob.name, String(value)))} />
      ))}
      <Choices choices={picture.choices} chosen={picture.chosen} label={text("rows.choices")} asking={asking} />
      {picture.takes_drawing && <Other asking={asking} />}
      {picture.played && <ClipPlayer picture={picture} />}
      <div class={css.scroll} tabIndex={0} role="group" aria-label={text("rows.pictures")}>
        <table style={{ "--pixels": strip.width }}>
          <tbody>
            {rows.map(({ title, notes }, row) => (
              <tr key={row}>
                <th scope="row">{title}</th>
                {Array.from({ length: strip.columns }, (_, column) => (
                  <td key={column} class={column === shown ? css.shown : ""}>
                    <Cell picture={strip} place={row * strip.columns + column} />
                    {notes[column] && <span>{notes[column]}</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {picture.remarks.map((remark, place) => (
        <p class="words" key={place}>
          {remark}
        </p>
      ))}
      {chart && <LinesPicture picture={chart} />}
    </div>
  );
}

/** What is drawn now becomes the other picture; then somebody else draws. */
function Other({ asking }: { asking: Asking }) {
  const drawn = question.value !== "" && exampleOf(question.value) === null;
  return (
    <p class={css.other}>
      <button type="button" class="small wide" disabled={!drawn} aria-pressed={asking.question.startsWith("drawn:")} onClick={() => asking.ask(`drawn:${question.value}`)}>
        {text("rows.other")}
      </button>
      <span class="words">{text("rows.other.text")}</span>
    </p>
  );
}

function Turn({ knob, turn }: { knob: Knob; turn: (value: number) => void }) {
  const { title, value, lowest, highest, step, names } = knob;
  const part = (value - lowest) / (highest - lowest || 1);
  return (
    <label class={css.knob}>
      <span>{title}</span>
      <input type="range" min={lowest} max={highest} step={step} value={value} style={{ "--part": `${100 * part}%` }} onInput={(event) => turn(Number(event.currentTarget.value))} />
      <output>{names[Math.round((value - lowest) / step)] ?? (Number.isInteger(step) ? whole(value) : precise(value))}</output>
    </label>
  );
}
