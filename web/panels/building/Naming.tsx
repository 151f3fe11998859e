// What a lesson calls the values that race: "two filters" for 2k5 max2.

import { calledTwice, type DraftStep, nameable, raceNames } from "../../setup/lesson/draft";
import { changeStep, usualName } from "../../state/building";
import { controlAt } from "../../state/store";
import { text } from "../../text/text";
import { Line } from "./fields";
import css from "./Builder.module.css";

export function Naming({ step }: { step: DraftStep }) {
  const pointers = nameable(step.shown);
  if (pointers.length === 0) return null;
  const names = raceNames(step, usualName);
  const twice = pointers.map((pointer) => calledTwice(names[pointer] ?? [])).find((name) => name !== undefined);
  return (
    <section class={css.naming} aria-label={text("build.names")}>
      <h3>{text("build.names")}</h3>
      <p class="words">{text("build.names.words")}</p>
      {pointers.map((pointer) => (
        <Values key={pointer} step={step} pointer={pointer} alone={pointers.length === 1} />
      ))}
      {twice !== undefined && (
        <p class="problem" role="alert">
          {text("build.names.twice", { name: twice })}
        </p>
      )}
    </section>
  );
}

function Values({ step: { shown, called = {} }, pointer, alone }: { step: DraftStep; pointer: string; alone: boolean }) {
  const values: readonly unknown[] = shown.vary[pointer] ?? [];
  const title = controlAt(pointer)?.title ?? pointer;
  const put = (value: string, name: string) => changeStep({ called: { ...called, [pointer]: { ...called[pointer], [value]: name } } });
  return (
    <>
      {values.map((value) => {
        const key = JSON.stringify(value);
        const usual = usualName(pointer, value);
        return <Line key={key} title={alone ? usual : `${title}: ${usual}`} value={called[pointer]?.[key] ?? ""} change={(name) => put(key, name)} />;
      })}
    </>
  );
}
