// A laboratory: its controls, and the pictures that follow them. One component for all: what they show comes from the server.

import { useEffect } from "preact/hooks";
import "../../text/laboratory";
import type { Entry } from "../../generated/types";
import { Drawn } from "../../parts/pictures/pictures";
import { Readable } from "../../parts/Readable";
import { laboratoryOf, plainLaboratory } from "../../setup/laboratory";
import { draw, laboratory, openLaboratory } from "../../state/laboratory";
import { goToPlace } from "../../state/page";
import { state } from "../../state/store";
import { language, text } from "../../text/text";
import { Controls } from "./Controls";
import css from "./Laboratory.module.css";
import pageCss from "../train/Page.module.css";

export function Laboratory() {
  const place = laboratory.place.value;
  const entry = laboratoryOf(state.catalogue.value, place?.name ?? "");
  const live = state.link.value === "live";
  const unanswered = laboratory.problem.value?.status === 0;
  useEffect(() => {
    if (place) draw(place);
  }, [place, language.value]); // A refusal is asked for again, to be said in the language of now.
  useEffect(() => {
    // What nobody answered is asked for again as soon as somebody can.
    if (place && live && unanswered) draw(place);
  }, [live]);
  if (place === null || entry === null) return null;
  const lesson = state.teaching.place.value !== null;
  return (
    <>
      <div class={css.room} data-away={(lesson && state.place.value === "lesson") || undefined}>
        <div class={css.laboratory}>
          <section class={css.controls} aria-label={text("laboratory.controls")}>
            <Intro entry={entry} />
            <Controls entry={entry} settings={place.settings} />
          </section>
          <section class={css.pictures} aria-label={text("laboratory.pictures")}>
            <Pictures />
          </section>
        </div>
      </div>
      {lesson && <Places />}
    </>
  );
}

/** Narrow screens: the lesson, or the laboratory that it led to. */
function Places() {
  const tab = (place: string, words: string) => (
    <button type="button" aria-current={state.place.value === place ? "page" : undefined} onClick={() => goToPlace(place)}>
      {words}
    </button>
  );
  return (
    <div class={`${pageCss.places} ${css.places}`}>
      <nav aria-label={text("page.places")}>
        {tab("lesson", text("place.lesson"))}
        {tab("charts", text("laboratory.one"))}
      </nav>
    </div>
  );
}

function Intro({ entry }: { entry: Entry }) {
  return (
    <header class={css.intro}>
      <h2>
        <Readable words={entry.title} />
      </h2>
      <p class="words">
        <Readable words={entry.text} />
      </p>
      <button type="button" class="link" onClick={() => openLaboratory(plainLaboratory(entry))}>
        {text("laboratory.anew")}
      </button>
    </header>
  );
}

const NOTHING_ASKED = { question: "", ask: () => {}, words: "" };

function Pictures() {
  const pictures = laboratory.pictures.value;
  const problem = laboratory.problem.value;
  return (
    <>
      {problem?.field === "" && (
        <p class="problem" role="alert">
          {problem.detail}
        </p>
      )}
      {pictures === null && problem === null && <p class="words">{text("laboratory.opening")}</p>}
      <div class={problem ? css.stale : css.drawn}>
        {pictures?.map((picture, place) => (
          <div key={place}>
            <Drawn picture={picture} asking={NOTHING_ASKED} />
          </div>
        ))}
      </div>
    </>
  );
}
