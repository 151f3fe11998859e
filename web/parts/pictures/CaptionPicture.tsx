// A caption word by word: a word shows which parts of the picture it looked at, a part which words looked at it.

import { useRef, useState } from "preact/hooks";
import "../../text/captions";
import { chance, percent, precise } from "../../text/numbers";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import { firstWord, looksOf, moved, type Part, partAt, wordsAt } from "./captions";
import { AskingKnobs } from "./Knobs";
import { Masked } from "./Masked";
import { boxStyle } from "./PictureField";
import { RightOrWrong } from "./Verdict";
import type { Caption } from "./worded";
import css from "./Caption.module.css";

/** Attention below this share of a word's is not mentioned. */
const LITTLE = 0.02;

export function CaptionPicture({ picture, asking }: { picture: Caption; asking: Asking }) {
  const [pressed, press] = useState<number | null>(null);
  const [pointed, point] = useState<number | null>(null);
  const [part, choose] = useState<Part | null>(null);
  const wanted = pointed ?? pressed ?? firstWord(picture);
  const word = Math.min(wanted, picture.words.length - 1);
  const shares = part === null ? null : wordsAt(picture, part);
  return (
    <div class={css.captioned}>
      <AskingKnobs knobs={picture.knobs} asking={asking} />
      <Words picture={picture} word={word} shares={shares} point={point} press={press} />
      {picture.expected !== "" && picture.texts[0]?.right === false && <p class="words">{text("caption.expected", { text: picture.expected })}</p>}
      <div class={css.field}>
        <Field picture={picture} word={word} part={part} choose={choose} />
        <div class={css.said}>
          <p class="words" role="status">
            {part === null || shares === null ? wordSaid(picture, word) : partSaid(picture, part, shares)}
          </p>
          {picture.remarks.map((remark) => (
            <p class="words" key={remark}>
              {remark}
            </p>
          ))}
        </div>
      </div>
      <Ways picture={picture} />
    </div>
  );
}

interface WordsGiven {
  picture: Caption;
  word: number;
  shares: number[] | null;
  point: (word: number | null) => void;
  press: (word: number) => void;
}

function Words({ picture, word, shares, point, press }: WordsGiven) {
  return (
    <div class={css.words} role="group" aria-label={text("caption.words")} onPointerLeave={() => point(null)}>
      {picture.words.map((one, place) => (
        <button
          type="button"
          key={place}
          class={one.right === false ? `${css.word} ${css.wrong}` : css.word}
          aria-pressed={place === word}
          style={{ "--tint": `${Math.round(100 * Math.sqrt(shares?.[place] ?? 0))}%` }}
          onPointerEnter={(event) => event.pointerType === "mouse" && point(place)}
          onFocus={() => press(place)}
          onClick={() => press(place)}
        >
          <span>{one.word}</span>{" "}
          <span class={css.chance}>{shares === null ? chance(one.chance) : percent(shares[place] ?? 0)}</span>
        </button>
      ))}
    </div>
  );
}

interface FieldGiven {
  picture: Caption;
  word: number;
  part: Part | null;
  choose: (part: Part | null) => void;
}

function Field({ picture, word, part, choose }: FieldGiven) {
  const frame = useRef<HTMLDivElement>(null);
  const { asked, grid } = picture;
  const looks = grid[0] > 0 ? looksOf(picture, word) : [];
  const thing = picture.words[word]?.thing;
  const at = part ?? [0, 0];
  const find = (event: MouseEvent) => {
    const { left, top, width, height } = (frame.current as HTMLElement).getBoundingClientRect();
    choose(partAt(picture, (event.clientX - left) / width, (event.clientY - top) / height));
  };
  const go = (event: KeyboardEvent) => {
    const next = part === null && event.key.startsWith("Arrow") ? at : moved(picture, at, event.key);
    if (next === null && event.key !== "Escape") return;
    choose(next);
    event.preventDefault();
  };
  const attends = grid[0] > 0;
  const way = attends ? { tabIndex: 0, role: "application" as const, onPointerMove: (event: PointerEvent) => event.pointerType === "mouse" && find(event), onPointerLeave: () => choose(null), onClick: find, onKeyDown: go } : { role: "img" as const };
  return (
    <div
      class={css.picture}
      ref={frame}
      style={{ "--ratio": asked.width / asked.height }}
      aria-label={attends ? text("caption.picture", { down: grid[0], across: grid[1], row: at[0] + 1, column: at[1] + 1 }) : text("caption.plain")}
      {...way}
    >
      <Masked picture={asked} looks={looks} across={grid[1]} />
      {thing && <span class={css.thing} style={boxStyle(thing, asked.height, asked.width)} aria-hidden="true" />}
      {part && <span class={css.part} style={boxStyle({ top: part[0], left: part[1], height: 1, width: 1 }, grid[0], grid[1])} aria-hidden="true" />}
    </div>
  );
}

function wordSaid(picture: Caption, place: number): string {
  const word = picture.words[place];
  if (word === undefined) return "";
  const values = { word: word.word, chance: chance(word.chance), most: percent(word.most) };
  const looked = text(picture.grid[0] > 0 ? "caption.looks" : "caption.wrote", values);
  return word.hit === null ? looked : `${looked} ${text(word.hit ? "caption.hit" : "caption.missed")}`;
}

function partSaid({ words }: Caption, [row, column]: Part, shares: readonly number[]): string {
  const some = words.flatMap(({ word }, place) => ((shares[place] ?? 0) >= LITTLE ? [text("caption.here.word", { word, share: percent(shares[place] ?? 0) })] : []));
  return `${text("caption.here", { row: row + 1, column: column + 1 })} ${some.join(" · ") || text("caption.nobody")}`;
}

function Ways({ picture }: { picture: Caption }) {
  return (
    <div class={css.scroll}>
      <table class={css.ways}>
        <thead>
          <tr>
            <th scope="col">{text("caption.way")}</th>
            <th scope="col">{text("caption.text")}</th>
            <th scope="col">{text("caption.chance")}</th>
            <th scope="col">{text("caption.score")}</th>
          </tr>
        </thead>
        <tbody>
          {picture.texts.map((one, place) => (
            <tr key={place}>
              <th scope="row">{one.how}</th>
              <td>
                {one.text} <RightOrWrong right={one.right} />
              </td>
              <td>{chance(one.chance)}</td>
              <td>{precise(one.score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
