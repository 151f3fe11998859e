// Before a race outside lessons, where one wants to be asked: which will be best?

import { useState } from "preact/hooks";
import "../../text/lessons";
import { Dialog } from "../../parts/Dialog";
import { start } from "../../state/actions";
import { plainQuestion } from "../../state/foretelling";
import { state } from "../../state/store";
import { stopAsking } from "../../state/teaching";
import { text } from "../../text/text";
import { choices } from "../lesson/entrants";
import { Question } from "../lesson/Question";
import lessonCss from "../lesson/Lesson.module.css";
import dialogCss from "../../parts/Dialog.module.css";

export function Ask() {
  const { asking } = state.teaching;
  const [chosen, choose] = useState("");
  const vary = asking.value;
  if (vary === null) return null;
  const predict = plainQuestion();
  const go = (guess: Parameters<typeof start>[1]) => {
    stopAsking();
    void start(vary, guess);
  };
  return (
    <Dialog title={text("predict.title")} close={stopAsking}>
      <div class={lessonCss.predict} data-predict>
        <Question predict={predict} choices={choices(vary)} chosen={chosen} choose={choose} />
      </div>
      <div class={dialogCss.dialogEnd}>
        <button type="button" class="big" onClick={() => go("skipped")}>
          {text("predict.start.without")}
        </button>
        <button type="button" class="big primary" disabled={chosen === ""} onClick={() => go({ predict, choice: chosen, place: "" })}>
          {text("predict.start")}
        </button>
      </div>
    </Dialog>
  );
}
