// The control that asks: a text over the task's alphabet, or a drawing.

import type { QuestionForm } from "../../generated/types";
import { later } from "../../parts/later";
import { Pad } from "../../parts/Pad";
import { exampleOf, tooLong, unknownCharacter } from "../../setup/question";
import { pose } from "../../state/present";
import { text } from "../../text/text";
import css from "./Inside.module.css";

const Example = later(async () => (await import("./Example")).Example);

interface Props {
  form: QuestionForm;
  value: string;
  /** Whether a held-out example is shown as long as nobody asks. */
  example: boolean;
}

export function Question({ form, value, example }: Props) {
  if (form.form !== "drawing") return <TextQuestion form={form} value={value} change={pose} />;
  return (
    <div class={`${css.question} ${css.posedByHand}`}>
      <p class={css.title}>{form.text}</p>
      {exampleOf(value) ? <Example value={value} leave={() => pose("")} /> : <Pad height={form.size[0]} width={form.size[1]} value={value} change={pose} />}
      {example && <p class="words">{text("inside.example")}</p>}
    </div>
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
    <div class={css.question}>
      <label class={css.title} for="question">
        {form.text}
      </label>
      <input
        id="question"
        type="text"
        class={css.mono}
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
