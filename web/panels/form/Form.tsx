// The left column: what is trained, the network drawn, and its controls in sections made from the schemas.

import { computed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { NextPace } from "../../parts/Pace";
import { Readable } from "../../parts/Readable";
import { Share } from "../../parts/Share";
import { Slot } from "../../parts/Slot";
import { applies, type Control, type Part } from "../../setup/controls";
import { isHidden } from "../../setup/hiding";
import { comesFirst, type Fold, sections } from "../../setup/sections";
import { allControls, controlsOf } from "../../setup/spec";
import { openDialog } from "../../state/page";
import { presets } from "../../state/presets";
import { touches } from "../../state/pointing";
import { state } from "../../state/store";
import { hideNothing } from "../../state/teaching";
import { text } from "../../text/text";
import { Field } from "./Field";
import { Start } from "./Start";
import css from "./Form.module.css";
import foldCss from "../../parts/Fold.module.css";

export function Form() {
  const scroll = useRef<HTMLDivElement>(null);
  const lesson = state.teaching.place.value?.name ?? "";
  const { task } = state.spec.value;
  // What another task or a lesson sets begins at the top.
  useEffect(() => scroll.current?.scrollTo(0, 0), [task.name, lesson]);
  return (
    <div class={css.form}>
      <div class={css.formScroll} tabIndex={-1} ref={scroll}>
        <First />
        <button type="button" class={`small ${css.look}`} aria-haspopup="dialog" onClick={() => openDialog("data")}>
          {text("data.look")}
        </button>
        <Slot place="form" />
        <Sections />
        <Problem />
        <OutOfSight />
        <Share />
      </div>
      <Explanation />
      <Start />
    </div>
  );
}

/** The network first, then what it learns from, then how. */
const ORDER: readonly Part[] = ["architecture", "task", "training"];

/** All controls that are in force and in sight. */
const seen = computed(() => {
  const catalogue = state.catalogue.value;
  if (catalogue === null) return [];
  const spec = state.spec.value;
  const hidden = state.teaching.hidden.value;
  const all = ORDER.flatMap((part) => controlsOf(catalogue, spec, part));
  return all.filter((control) => applies(control, spec[control.part]) && !isHidden(hidden, control.pointer));
});

/** Data of one's own: nobody has to look for them in a fold. */
function First() {
  const controls = seen.value.filter(comesFirst);
  return controls.length === 0 ? null : (
    <div>
      <Fields controls={controls} />
    </div>
  );
}

function Sections() {
  const controls = seen.value.filter((control) => !comesFirst(control));
  return (
    <>
      {sections(controls, (part) => text(`form.part.${part}`)).map((section, place) => (
        <Opening class={foldCss.section} key={section.title} open={place === 0 || hasProblem(section)}>
          <summary>
            <h2>{section.title}</h2>
          </summary>
          <Fields controls={section.controls} />
          {section.title === text("form.part.training") && <NextPace />}
          {section.folds.map((fold) => (
            <Opening class={foldCss.advanced} key={fold.title} open={hasProblem(fold)}>
              <summary>{fold.title === "" ? text("form.advanced") : fold.title}</summary>
              <Fields controls={fold.controls} />
            </Opening>
          ))}
        </Opening>
      ))}
    </>
  );
}

/** What a problem opened stays open when it is solved: somebody is at work there. */
function Opening({ class: name, open, children }: { class: string | undefined; open: boolean; children: ComponentChildren }) {
  const opened = useRef(open);
  opened.current ||= open;
  return (
    <details class={name} open={opened.current}>
      {children}
    </details>
  );
}

function hasProblem({ controls, folds = [] }: Fold & { folds?: Fold[] }): boolean {
  return controls.some(({ pointer }) => touches([state.problem.value?.field ?? ""], pointer)) || folds.some((fold) => hasProblem(fold));
}

function Fields({ controls }: { controls: Control[] }) {
  const spec = state.spec.value;
  return (
    <>
      {controls.map((control) => (
        <Field key={control.pointer} control={control} value={spec[control.part][control.field] ?? control.initial} />
      ))}
    </>
  );
}

/** What is refused and belongs to a control that cannot be seen; what belongs to none is told beside Train. */
function Problem() {
  const problem = state.problem.value;
  const catalogue = state.catalogue.value;
  if (problem === null || problem.field === "" || catalogue === null) return null;
  const shown = allControls(catalogue, state.spec.value).some(
    ({ pointer }) => touches([problem.field], pointer) && !isHidden(state.teaching.hidden.value, pointer),
  );
  return shown ? null : (
    <p class="problem" role="alert">
      {problem.detail}
    </p>
  );
}

/** A link or a lesson may put controls out of sight; they keep their values, and one press gives them back. */
function OutOfSight() {
  const { hidden } = state.teaching;
  if (hidden.value.length === 0) return null;
  return (
    <p class={`words ${css.outOfSight}`}>
      {text("form.hidden")}{" "}
      <button
        type="button"
        class="link"
        onClick={hideNothing}
      >
        {text("form.hidden.show")}
      </button>
    </p>
  );
}

/** A place kept free for sentences, so that none pushes a control away from under the pointer. */
function Explanation() {
  const { own, present } = presets.value;
  const preset = own[present];
  const rest = preset ? { title: preset.title, words: preset.text } : { title: "", words: text("form.explain") };
  const { title, words } = state.explained.value ?? rest;
  return (
    <p class={css.explanation}>
      {title && (
        <b>
          <Readable words={title} />{" "}
        </b>
      )}
      <Readable words={words} />
    </p>
  );
}

