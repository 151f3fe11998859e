// One example, opened: large, with the probability of every answer, and the ways to look at it elsewhere.

import { useEffect } from "preact/hooks";
import { exampleOf } from "../../setup/question";
import { lookAt, views } from "../../state/present";
import { chance } from "../../text/numbers";
import { text } from "../../text/text";
import { Dialog } from "../Dialog";
import { Cell } from "./Cell";
import { named } from "./labels";
import { pairs } from "./packed";
import { Verdict } from "./Verdict";
import type { ImageGrid } from "./worded";
import answersCss from "./Answers.module.css";
import css from "./Opened.module.css";

interface Props {
  picture: ImageGrid;
  place: number;
  words: string;
  move: (place: number) => void;
  close: () => void;
}

export function Opened({ picture, place, words, move, close }: Props) {
  const mark = picture.marks[place];
  const last = picture.marks.length - 1;
  useEffect(() => {
    const turn = (event: KeyboardEvent) => {
      const to = place + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0);
      if (to !== place && to >= 0 && to <= last) move(to);
    };
    addEventListener("keydown", turn);
    return () => removeEventListener("keydown", turn);
  }, [place, last]);
  if (mark === undefined) return null;
  const example = exampleOf(mark.question);
  const title = example ? text(`opened.${example.split}`, { place: example.place + 1 }) : text("opened.title");
  return (
    <Dialog title={title} close={close}>
      <div class={css.opened}>
        <div class={css.openedPicture}>
          <Cell picture={picture} place={place} />
          <p class={css.openedTurn}>
            <button type="button" class="small" aria-label={text("opened.before")} disabled={place === 0} onClick={() => move(place - 1)}>
              ←
            </button>
            <span>{text("opened.place", { place: place + 1, of: last + 1 })}</span>
            <button type="button" class="small" aria-label={text("opened.next")} disabled={place === last} onClick={() => move(place + 1)}>
              →
            </button>
          </p>
        </div>
        <div class={css.openedWords}>
          <p class={`${answersCss.asked} ${css.answer}`}>
            <Verdict mark={mark} />
          </p>
          <p class="words">{words}</p>
          <Chances picture={picture} place={place} />
          {mark.question !== "" && (
            <div class={css.openedWays}>
              <span class="words">{text("opened.look")}</span>
              {views.value
                .filter(({ asks }) => asks)
                .map((view) => (
                  <button type="button" class="small wide" key={view.name} onClick={() => {
                    close();
                    lookAt(mark.question, view.name);
                  }}>
                    {view.title}
                  </button>
                ))}
            </div>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Chances({ picture, place }: { picture: ImageGrid; place: number }) {
  const { labels, marks } = picture;
  const mark = marks[place];
  const among = (label: string, answer: string | undefined) => answer?.split(" + ").includes(label) ?? false;
  const chances = pairs(picture.chances).slice(place * labels.length, (place + 1) * labels.length);
  return (
    <table class={named(labels, `${answersCss.bars} ${css.chances}`)}>
      <caption class="unseen">{text("opened.chances")}</caption>
      <tbody>
        {labels.map((label, one) => (
          <tr key={one} class={among(label, mark?.answer) ? answersCss.likeliest : ""}>
            <th scope="row" title={label}>
              {label}
            </th>
            <td>
              <span class={css.barRoom} aria-hidden="true">
                <span class={`${answersCss.bar} ${css.bar}`} style={{ "--part": `${((chances[one] ?? 0) / 65535) * 100}%` }} />
              </span>
              <span class={css.figure}>{chance((chances[one] ?? 0) / 65535)}</span>
              <span class={css.truth}>{among(label, mark?.expected) ? text("opened.right") : ""}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
