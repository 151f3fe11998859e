// All lessons, to choose from; and where one's own begin.

import { useState } from "preact/hooks";
import "../../text/lessons";
import type { LessonEntry } from "../../generated/types";
import { Dialog } from "../../parts/Dialog";
import { Readable } from "../../parts/Readable";
import "../../text/map";
import { inLanguage } from "../../setup/map/cards";
import { type Chapter, paths } from "../../setup/map/order";
import { pack } from "../../setup/lesson/packing";
import { laboratory, openLaboratoryAt } from "../../state/laboratory";
import { build, openLesson } from "../../state/lessons";
import { closeDialog } from "../../state/page";
import { state } from "../../state/store";
import { counted, language, text } from "../../text/text";
import css from "./Gallery.module.css";

const { teaching } = state;

export function Gallery() {
  return (
    <Dialog title={text("lessons.title")} close={closeDialog}>
      {paths(inLanguage(state.catalogue.value?.lessons ?? [], language.value)).map(({ chapter, lessons }) => (
        <section key={chapter} class={css.path} aria-label={titleOf(chapter)}>
          <h3>{titleOf(chapter)}</h3>
          <ol class={css.lessonCards}>
            {lessons.map((lesson) => (
              <Card key={lesson.name} lesson={lesson} />
            ))}
          </ol>
        </section>
      ))}
      <Own />
      <Laboratories />
    </Dialog>
  );
}

function titleOf(chapter: Chapter | ""): string {
  return chapter === "" ? text("map.own") : text(`map.chapter.${chapter}`);
}

function Card({ lesson }: { lesson: LessonEntry }) {
  const task = state.catalogue.value?.tasks.find(({ name }) => name === lesson.task);
  const about = [
    task?.title ?? "",
    counted("lessons.minutes", lesson.minutes),
    lesson.challenge ? text("lessons.challenge") : "",
  ];
  return (
    <li>
      <button type="button" class={css.lessonCard} aria-current={teaching.place.value?.name === lesson.name} onClick={() => openLesson(lesson.name)}>
        <b>
          <Readable words={lesson.title} />
        </b>
        <Readable words={lesson.text} />
        <small>{about.filter((one) => one !== "").join(" · ")}</small>
      </button>
    </li>
  );
}

function Laboratories() {
  const all = state.catalogue.value?.laboratories ?? [];
  if (all.length === 0) return null;
  return (
    <section class={css.laboratoryCards}>
      <h3>{text("laboratory.title")}</h3>
      <ul class={css.lessonCards}>
        {all.map(({ name, title, text: words }) => (
          <li key={name}>
            <button type="button" class={css.lessonCard} aria-current={laboratory.place.value?.name === name} onClick={() => enter(name)}>
              <b>
                <Readable words={title} />
              </b>
              <Readable words={words} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function enter(name: string): void {
  closeDialog();
  openLaboratoryAt(name);
}

function Own() {
  const [trouble, say] = useState("");
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > MOST) say(text("lessons.large"));
    else openLesson("", await pack(await file.text()));
  };
  return (
    <>
      <div class={css.lessonsOwn}>
        <label class="link">
          {text("lessons.open.file")}
          <input type="file" class="unseen" accept=".md,text/markdown" onChange={(event) => void open(event.currentTarget.files?.[0])} />
        </label>
        <button
          type="button"
          class="link"
          onClick={build}
        >
          {text("lessons.build")}
        </button>
      </div>
      {trouble && <p class="problem">{trouble}</p>}
    </>
  );
}

/** As much as the server reads. */
const MOST = 100_000;
