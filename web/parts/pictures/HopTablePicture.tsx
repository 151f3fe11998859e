// A story with where each hop looks. Sentences are changed, moved and deleted, and what is answered is remembered.

import { useRef, useState } from "preact/hooks";
import "../../text/hops";
import { percent } from "../../text/numbers";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import { type Answered, changed, looksAt, moved, problemOf, remembered, type Story, without, written } from "./hops";
import { RightOrWrong, Verdict } from "./Verdict";
import type { HopTable } from "./worded";
import css from "./HopTable.module.css";

/** Asks for a changed story; the note says what was changed. */
type Change = (story: Story, note: string) => void;

export function HopTablePicture({ picture, asking }: { picture: HopTable; asking: Asking }) {
  const note = useRef("");
  const change: Change = (story, words) => {
    note.current = words;
    asking.ask(written(story));
  };
  const answered = useAnswers(picture, asking, note);
  return (
    <div class={css.hops}>
      <Examples picture={picture} asking={asking} />
      <Sentences picture={picture} change={change} />
      <Answers picture={picture} />
      {picture.remarks.map((remark) => (
        <p class="words" key={remark}>
          {remark}
        </p>
      ))}
      <Remembered answered={answered} asking={asking} />
    </div>
  );
}

function useAnswers(picture: HopTable, { words }: Asking, note: { current: string }): readonly Answered[] {
  const answers = useRef<readonly Answered[]>([]);
  const story = written(picture);
  const same = answers.current[0]?.story === story;
  const what = same ? text("hops.trained") : note.current || text("hops.opened");
  const { answer, sure, right } = picture.mark;
  const next = remembered(answers.current, { story, note: what, words, answer, sure: sure ?? 0, right });
  if (next !== answers.current) note.current = "";
  answers.current = next;
  return next;
}

function Examples({ picture, asking }: { picture: HopTable; asking: Asking }) {
  const { example, examples, story } = picture;
  const go = (place: number) => asking.ask(`#${place}`);
  return (
    <div class={css.examples} role="group" aria-label={text("hops.examples")}>
      <button type="button" class="small" aria-label={text("hops.before")} disabled={example === 1} onClick={() => go(Math.max(1, example - 1))}>
        ←
      </button>
      <span class="words">{example > 0 ? text("hops.example", { place: example, count: examples }) : text("hops.own")}</span>
      <button type="button" class="small" aria-label={text("hops.after")} disabled={example === examples} onClick={() => go(example + 1)}>
        →
      </button>
      {story !== "" && (
        <button type="button" class="small wide" onClick={() => asking.ask(story)}>
          {text("hops.textbook")}
        </button>
      )}
    </div>
  );
}

function Sentences({ picture, change }: { picture: HopTable; change: Change }) {
  const { sentences, question, hops } = picture;
  const numbers = Array.from({ length: hops }, (_, hop) => hop + 1);
  const add = (sentence: string) => change({ sentences: [...sentences, sentence], question }, text("hops.added", { sentence }));
  return (
    <div class={css.scroll}>
      <table class={css.table} style={{ "--hops": hops }}>
        <caption class="unseen">{text("hops.table")}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{text("hops.sentences")}</th>
            {numbers.map((hop) => (
              <th scope="col" key={hop}>
                {text("hops.hop", { place: hop })}
              </th>
            ))}
            <th scope="col" class="unseen">
              {text("hops.change")}
            </th>
          </tr>
        </thead>
        <tbody>
          {sentences.map((_, place) => (
            <SentenceRow key={place} picture={picture} place={place} change={change} />
          ))}
          {sentences.length < picture.most && (
            <tr>
              <td />
              <td>
                <Editable picture={picture} value="" label={text("hops.add")} placeholder={text("hops.add")} put={add} />
              </td>
            </tr>
          )}
          <tr class={css.asks}>
            <th scope="row">?</th>
            <td>
              <Editable picture={picture} value={question} label={text("hops.question")} put={(sentence) => change({ sentences, question: sentence }, text("hops.asked", { sentence }))} />
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function SentenceRow({ picture, place, change }: { picture: HopTable; place: number; change: Change }) {
  const { sentences, question, facts } = picture;
  const sentence = sentences[place] ?? "";
  const says = facts?.includes(place) === true;
  const put = (list: readonly string[], key: "hops.changed" | "hops.moved" | "hops.deleted", words = sentence) => change({ sentences: list, question }, text(key, { sentence: words }));
  const number = place + 1;
  return (
    <tr class={says ? css.fact : ""}>
      <th scope="row">
        {number}
        {says && (
          <span class={css.dot} title={text("hops.fact")}>
            <span class="unseen">{text("hops.fact")}</span>
          </span>
        )}
      </th>
      <td>
        <Editable picture={picture} value={sentence} label={text("hops.sentence", { place: number })} put={(next) => put(changed(sentences, place, next), "hops.changed", next)} />
      </td>
      {looksAt(picture, place).map((share, hop) => (
        <td key={hop} class={css.look} style={{ "--part": `${100 * share}%` }}>
          <span>{percent(share)}</span>
        </td>
      ))}
      <td class={css.ways}>
        <button type="button" class="small" aria-label={text("hops.up", { place: number })} disabled={place === 0} onClick={() => put(moved(sentences, place, place - 1), "hops.moved")}>
          ↑
        </button>
        <button type="button" class="small" aria-label={text("hops.down", { place: number })} disabled={number === sentences.length} onClick={() => put(moved(sentences, place, place + 1), "hops.moved")}>
          ↓
        </button>
        <button type="button" class="small" aria-label={text("hops.delete", { place: number })} disabled={sentences.length === 1} onClick={() => put(without(sentences, place), "hops.deleted")}>
          ×
        </button>
      </td>
    </tr>
  );
}

interface EditableProps {
  picture: HopTable;
  value: string;
  label: string;
  placeholder?: string;
  put: (sentence: string) => void;
}

/** What is typed stays until it is put, whatever comes from the network meanwhile. */
function Editable({ picture, value, label, placeholder = "", put }: EditableProps) {
  const [draft, write] = useState<string | null>(null);
  const problem = draft === null ? null : problemOf(draft, picture);
  const finish = () => {
    const next = (draft ?? value).trim();
    if (problem !== null) return;
    write(null);
    if (next !== "" && next !== value) put(next);
  };
  return (
    <>
      <input
        type="text"
        class={css.sentence}
        aria-label={label}
        placeholder={placeholder}
        aria-invalid={problem !== null}
        autoComplete="off"
        spellcheck={false}
        value={draft ?? value}
        onInput={(event) => write(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish();
          if (event.key === "Escape") write(null);
        }}
      />
      {problem !== null && (
        <span class="problem" role="status">
          {problem === "long" ? text("hops.too.long", { longest: picture.longest }) : text("hops.unknown", { word: problem.unknown, words: picture.words.join(", ") })}
        </span>
      )}
    </>
  );
}

function Answers({ picture }: { picture: HopTable }) {
  const { mark, answers } = picture;
  return (
    <div class={css.answers}>
      <p class={css.answer} role="status">
        <span class="words">{text("hops.answers")}</span> <Verdict mark={{ ...mark, given: "" }} />
      </p>
      <ol class={css.chances}>
        {answers.map(({ answer, chance }) => (
          <li key={answer} style={{ "--part": `${100 * chance}%` }}>
            <span>{answer}</span>
            <span>{percent(chance)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Remembered({ answered, asking }: { answered: readonly Answered[]; asking: Asking }) {
  if (answered.length < 2) return null;
  return (
    <details class={css.remembered} open>
      <summary>{text("hops.history")}</summary>
      <ol>
        {answered.map((one, place) => (
          <li key={answered.length - place}>
            <b>{one.answer}</b> <RightOrWrong right={one.right} /> {percent(one.sure)} <span class="words">{one.note}</span> <span class="words">{one.words}</span>{" "}
            <button type="button" class="link" title={one.story} onClick={() => asking.ask(one.story)}>
              {text("hops.again")}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
