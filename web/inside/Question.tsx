// The control that asks: a text over the task's alphabet, or a drawing.

import type { QuestionForm } from "../generated/types";
import { state } from "../state/here";
import { text } from "../text/text";
import { Pad } from "./Pad";
import { tooLong, unknownCharacter } from "./text";

export function Question({ form, value }: { form: QuestionForm; value: string }) {
  const change = (question: string) => {
    state.questions.value = { ...state.questions.value, [state.spec.value.task.name]: question };
  };
  return form.form === "drawing" ? (
    <div class="question">
      <p class="title">{form.text}</p>
      <Pad height={form.size[0]} width={form.size[1]} value={value} change={change} />
    </div>
  ) : (
    <TextQuestion form={form} value={value} change={change} />
  );
}

function TextQuestion({ form, value, change }: { form: QuestionForm; value: string; change: (value: string) => void }) {
  const unknown = unknownCharacter(form, value);
  const problem =
    unknown !== null
      ? text("ask.unknown", { character: unknown, symbols: form.symbols.trim() })
      : tooLong(form, value)
        ? text("ask.long", { most: form.most })
        : "";
  return (
    <div class="question">
      <label class="title" for="question">
        {form.text}
      </label>
      <input
        id="question"
        type="text"
        class="mono"
        style={{ "--most": form.most }}
        autoComplete="off"
        spellcheck={false}
        value={value}
        placeholder={form.example}
        aria-invalid={problem !== ""}
        aria-describedby="question-problem"
        onInput={(event) => change(event.currentTarget.value)}
      />
      <span class="problem" id="question-problem" role="status">
        {problem}
      </span>
    </div>
  );
}
