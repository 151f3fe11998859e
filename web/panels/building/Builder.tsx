// Building a lesson: the page is set up by hand, and each step takes over what it shows.

import { useState } from "preact/hooks";
import "../../text/building";
import "../../text/lessons";
import { Icon } from "../../parts/Icon";
import { add, change, closeBuilder, copyLink, draft, link, present, preview, remove, save, select, shift, startOver, trouble } from "../../state/building";
import { text } from "../../text/text";
import { Alongside } from "../lesson/Alongside";
import { Figure, Line, Text } from "./fields";
import { Hiding } from "./Hiding";
import { StepFields } from "./StepFields";
import css from "./Builder.module.css";
import lessonCss from "../lesson/Lesson.module.css";
import foldCss from "../../parts/Fold.module.css";

export function Builder() {
  const { title, text: sentence, minutes, opening, steps } = draft.value;
  const step = steps[present.value];
  const [begins] = useState(title === "");
  const put = (more: object) => change({ ...draft.value, ...more });
  return (
    <Alongside>
      <section class={`${lessonCss.lesson} ${css.builder}`} aria-label={text("build.title")}>
        <header>
          <h2>{text("build.title")}</h2>
          <button type="button" class="small" aria-label={text("build.close")} onClick={closeBuilder}>
            ✕
          </button>
        </header>
        <div class={`${lessonCss.lessonScroll} ${css.scroll}`} tabIndex={0} role="group" aria-label={text("build.title")}>
          <details class={`${foldCss.section} ${css.about}`} open={begins}>
            <summary>{text("build.about")}</summary>
            <Line title={text("build.name")} value={title} change={(next) => put({ title: next })} />
            <Line title={text("build.text")} value={sentence} change={(next) => put({ text: next })} />
            <Figure title={text("build.minutes")} value={minutes} change={(next) => put({ minutes: Math.max(1, Math.round(next)) })} />
            <Text title={text("build.opening")} value={opening} change={(next) => put({ opening: next })} />
          </details>
          <Hiding />
          <List />
          {step && <StepFields step={step} />}
          <p class="words">
            {text("build.kept")}{" "}
            <button type="button" class="link" onClick={startOver}>
              {text("build.again")}
            </button>
          </p>
        </div>
        <Feet />
      </section>
    </Alongside>
  );
}

function List() {
  const { steps } = draft.value;
  return (
    <section class={css.draftSteps} aria-label={text("build.steps")}>
      <h3>{text("build.steps")}</h3>
      {steps.length === 0 && <p class="words">{text("build.none")}</p>}
      <ol>
        {steps.map(({ title }, at) => (
          <Row key={at} title={title || text("build.step", { step: at + 1 })} at={at} last={at === steps.length - 1} />
        ))}
      </ol>
      <button type="button" class="big" onClick={add}>
        {text("build.add")}
      </button>
    </section>
  );
}

function Row({ title, at, last }: { title: string; at: number; last: boolean }) {
  return (
    <li aria-current={at === present.value ? "step" : undefined}>
      <button type="button" class={css.draftStep} onClick={() => select(at)}>
        {at + 1} <span>{title}</span>
      </button>
      <button type="button" class="small" disabled={at === 0} aria-label={text("build.up", { title })} onClick={() => shift(at, -1)}>
        ↑
      </button>
      <button type="button" class="small" disabled={last} aria-label={text("build.down", { title })} onClick={() => shift(at, 1)}>
        ↓
      </button>
      <button type="button" class="small" aria-label={text("build.remove", { title })} onClick={() => remove(at, title)}>
        <Icon name="bin" />
      </button>
    </li>
  );
}

function Feet() {
  const none = draft.value.steps.length === 0;
  return (
    <footer>
      {trouble.value && (
        <p class="problem" role="alert">
          {trouble.value}
        </p>
      )}
      {link.value && <input type="text" readOnly aria-label={text("build.link.title")} value={link.value} onFocus={(event) => event.currentTarget.select()} />}
      <button type="button" class="big primary" disabled={none} onClick={() => void preview()}>
        {text("build.preview")}
      </button>
      <button type="button" class="big" disabled={none} onClick={() => void save()}>
        {text("build.save")}
      </button>
      <button type="button" class="big" disabled={none} onClick={() => void copyLink()}>
        {text("build.link")}
      </button>
    </footer>
  );
}
