// One step as its author writes it: what it says, what it does to the page, what it asks for.

import type { Goal, Predict } from "../../generated/types";
import { type DraftStep, sameShown } from "../../setup/lesson/draft";
import { variants } from "../../setup/variants";
import { changeStep, draft, present, shownNow } from "../../state/building";
import { headline, measuredSeries } from "../../state/store";
import { text } from "../../text/text";
import { Choice, Figure, Line, Text, Tick } from "./fields";
import { Naming } from "./Naming";
import { sayings } from "./saying";
import css from "./Builder.module.css";
import fieldCss from "../../parts/Field.module.css";

export function StepFields({ step }: { step: DraftStep }) {
  return (
    <section class={css.stepFields} aria-label={step.title}>
      <Line title={text("build.name")} value={step.title} change={(title) => changeStep({ title })} />
      <Text title={text("build.prose")} words={text("build.prose.words")} value={step.prose} change={(prose) => changeStep({ prose })} />
      <Doing step={step} />
      <Naming step={step} />
      <Asking step={step} />
      <Aim goal={step.goal} />
    </section>
  );
}

function Doing({ step }: { step: DraftStep }) {
  return (
    <div class={fieldCss.field}>
      <h3 class={`${fieldCss.title} ${css.says}`}>{text("build.says")}</h3>
      <ul class={css.sayings}>
        {sayings(draft.value, present.value).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <button type="button" class="big" disabled={sameShown(step.shown, shownNow())} onClick={() => changeStep({ shown: shownNow() })}>
        {text("build.take")}
      </button>
    </div>
  );
}

function series(): (readonly [string, string])[] {
  return Object.entries(measuredSeries.value).map(([name, { title }]) => [name, title] as const);
}

function Asking({ step: { predict, shown } }: { step: DraftStep }) {
  const race = variants(shown.vary).length > 1;
  if (!race && predict === null) return <p class="words">{text("build.predict.race")}</p>;
  const put = (more: Partial<Predict>) => predict && changeStep({ predict: { ...predict, ...more } });
  const begin: Predict = { question: text("build.predict.best"), series: headline.value?.[0] ?? "loss", by: "best", value: 0 };
  const judge = (by: string) => {
    const untouched = predict?.question === text("build.predict.best") || predict?.question === text("build.predict.first");
    put({ by: by as Predict["by"], ...(untouched && { question: text(by === "first" ? "build.predict.first" : "build.predict.best") }) });
  };
  const ways = [
    ["best", text("build.predict.by.best")],
    ["first", text("build.predict.by.first")],
  ] as const;
  return (
    <>
      <Tick title={text("build.predict")} value={predict !== null} change={(on) => changeStep({ predict: on ? begin : null })} />
      {predict && (
        <div class={css.within}>
          <Line title={text("build.predict.question")} value={predict.question} change={(question) => put({ question })} />
          <Choice title={text("build.series")} value={predict.series} change={(name) => put({ series: name })} options={series()} />
          <Choice title={text("build.predict.by")} value={predict.by} change={judge} options={ways} />
          {predict.by === "first" && <Figure title={text("build.value")} value={predict.value} change={(value) => put({ value })} />}
        </div>
      )}
    </>
  );
}

const FEWEST: readonly Goal["fewest"][] = ["parameters", "data", "examples", "batches", "epochs", "seconds"];

function Aim({ goal }: { goal: Goal | null }) {
  const put = (more: Partial<Goal>) => goal && changeStep({ goal: { ...goal, ...more } });
  const begin: Goal = { series: headline.value?.[0] ?? "loss", value: 0.9, fewest: "parameters" };
  return (
    <>
      <Tick title={text("build.goal")} value={goal !== null} change={(on) => changeStep({ goal: on ? begin : null })} />
      {goal && (
        <div class={css.within}>
          <Choice title={text("build.series")} value={goal.series} change={(name) => put({ series: name })} options={series()} />
          <Figure title={text("build.value")} value={goal.value} change={(value) => put({ value })} />
          <Choice
            title={text("build.goal.fewest")}
            value={goal.fewest}
            change={(fewest) => put({ fewest: fewest as Goal["fewest"] })}
            options={FEWEST.map((one) => [one, text(`goal.${one}`)] as const)}
          />
        </div>
      )}
    </>
  );
}
