// What is learnt from, before anything is trained: every view of the data alone, one below the other.

import { useEffect, useState } from "preact/hooks";
import type { Picture, View } from "../../generated/types";
import { http, Refusal } from "../../http/http";
import { Dialog } from "../../parts/Dialog";
import { Drawn } from "../../parts/pictures/pictures";
import { closeDialog } from "../../state/page";
import { viewsOfData } from "../../state/present";
import { state } from "../../state/store";
import { language, text } from "../../text/text";
import css from "./LookAtData.module.css";

export function LookAtData() {
  const missing = state.task.value?.missing;
  const first = state.dataView.value;
  const views = [...viewsOfData.value].sort((one, other) => Number(other.name === first) - Number(one.name === first));
  return (
    <Dialog title={text("data.look")} close={closeDialog}>
      <div class={css.views}>{missing ? <p class="words">{text("page.missing", { task: state.task.value?.title ?? "" })}</p> : views.map((view) => <One key={view.name} view={view} />)}</div>
    </Dialog>
  );
}

function One({ view }: { view: View }) {
  const [turn, next] = useState(0);
  const [picture, put] = useState<Picture | null>(null);
  const [problem, tell] = useState("");
  useEffect(() => {
    let gone = false;
    http.lookAtData(state.spec.peek(), view.name, String(turn)).then(
      (answer) => gone || (put(answer.picture), tell("")),
      (error: unknown) => gone || tell(error instanceof Refusal ? error.problem.detail : String(error)),
    );
    return () => {
      gone = true;
    };
  }, [view.name, turn, language.value]);
  return (
    <section class={css.view} aria-busy={picture === null && problem === ""}>
      <h3>{view.title}</h3>
      <p class="words">{view.text}</p>
      {problem !== "" && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {picture && <Drawn picture={picture} asking={{ question: "", ask: () => {}, words: "" }} />}
      {picture && view.name === "examples" && (
        <button type="button" class="small" onClick={() => next(turn + 1)}>
          {text("data.others")}
        </button>
      )}
    </section>
  );
}
