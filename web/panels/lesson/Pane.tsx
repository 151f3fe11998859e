// A lesson: its steps, one at a time, beside the page that they work.

import { useEffect, useRef } from "preact/hooks";
import "../../text/lessons";
import type { Lesson } from "../../generated/types";
import { Readable } from "../../parts/Readable";
import type { LessonPlace } from "../../setup/lesson/address";
import { arrive, differs, fetchLesson, unknownParts } from "../../state/arriving";
import { closeLesson, go, noteOlderRuns, stepBy } from "../../state/lessons";
import { state } from "../../state/store";
import { language, listed, text } from "../../text/text";
import { Alongside } from "./Alongside";
import { Challenge } from "./Challenge";
import { Prediction } from "./Prediction";
import { Prose } from "./Prose";
import css from "./Lesson.module.css";

const { teaching } = state;

export function Pane() {
  const place = teaching.place.value;
  const lesson = teaching.lesson.value;
  useEffect(() => {
    if (place !== null && (lesson === null || isTranslated(place, lesson))) void fetchLesson(place);
  }, [place?.name, place?.text, language.value]);
  useEffect(arrive, [place, lesson]);
  useEffect(noteOlderRuns, [teaching.since.value, state.runs.value]);
  if (place === null) return null;
  return (
    <Alongside>
      <section class={css.lesson} aria-label={lesson?.title ?? text("lessons.title")}>
        <header>
          <h2>
            <Readable words={lesson?.title ?? text("lessons.title")} />
          </h2>
          <button type="button" class="small" aria-label={text(teaching.building.value ? "lesson.rebuild" : "lesson.close")} onClick={closeLesson}>
            {teaching.building.value ? text("lesson.rebuild") : "✕"}
          </button>
        </header>
        {lesson === null ? <Opening /> : <Steps lesson={lesson} step={Math.min(place.step, lesson.steps.length - 1)} />}
      </section>
    </Alongside>
  );
}

/** Whether it may be had in the language that the page speaks now; one that came in a link may not. */
function isTranslated(place: LessonPlace, lesson: Lesson): boolean {
  return place.name !== "" && place.text === "" && lesson.language !== language.value;
}

function Opening() {
  const trouble = teaching.trouble.value;
  return (
    <div class={css.lessonScroll}>
      {trouble === "" ? (
        <p class="words">{text("lesson.opening")}</p>
      ) : (
        <>
          <p class="problem" role="alert">
            {trouble}
          </p>
          <button type="button" class="link" onClick={() => teaching.place.value && void fetchLesson(teaching.place.value)}>
            {text("lesson.again")}
          </button>
        </>
      )}
    </div>
  );
}

function Steps({ lesson, step }: { lesson: Lesson; step: number }) {
  const present = lesson.steps[step];
  const scrolled = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    scrolled.current?.scrollTo(0, 0);
    // A reader of screens hears the new step; nobody is moved when the page opens.
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [lesson, step]);
  if (present === undefined) return null;
  const unknown = unknownParts(lesson, step);
  return (
    <>
      <Progress lesson={lesson} step={step} />
      <div class={css.lessonScroll} ref={scrolled} tabIndex={0} role="group" aria-label={present.title}>
        {unknown.length > 0 && <p class="problem">{text("lesson.unknown", { names: listed(unknown) })}</p>}
        {step === 0 && <Prose html={lesson.html} />}
        <h3 ref={heading} tabIndex={-1}>
          <Readable words={present.title} />
        </h3>
        <Prose html={present.html} />
        <Prediction />
        {present.goal && <Challenge goal={present.goal} lesson={lesson} step={step} />}
        {differs() && <Differs />}
      </div>
      <Feet last={step === lesson.steps.length - 1} first={step === 0} />
    </>
  );
}

/** One mark for each step; pressing it goes there. */
function Progress({ lesson, step }: { lesson: Lesson; step: number }) {
  const place = teaching.place.value;
  return (
    <div class={css.lessonProgress}>
      <p>{text("lesson.step", { step: step + 1, steps: lesson.steps.length })}</p>
      <nav aria-label={text("lesson.steps")}>
        {lesson.steps.map(({ title }, at) => (
          <button
            type="button"
            key={at}
            class={at <= step ? css.done : ""}
            aria-current={at === step ? "step" : undefined}
            aria-label={text("lesson.to", { step: at + 1, title })}
            title={title}
            onClick={() => place && go({ ...place, step: at, due: true })}
          />
        ))}
      </nav>
    </div>
  );
}

function Differs() {
  const place = teaching.place.value;
  return (
    <p class="words">
      {text("lesson.differs")}{" "}
      <button type="button" class="link" onClick={() => place && go({ ...place, due: true })}>
        {text("lesson.set")}
      </button>
    </p>
  );
}

function Feet({ first, last }: { first: boolean; last: boolean }) {
  return (
    <footer>
      <button type="button" class="big" disabled={first} onClick={() => stepBy(-1)}>
        {text("lesson.back")}
      </button>
      <button type="button" class="big primary" onClick={() => (last ? closeLesson() : stepBy(1))}>
        {text(last ? "lesson.end" : "lesson.next")}
      </button>
    </footer>
  );
}
