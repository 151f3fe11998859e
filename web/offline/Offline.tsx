// The page that is taken away: what is given on the left, what the network answers on the right.

import { useEffect, useState } from "preact/hooks";
import { download } from "../browser/downloading";
import { decode } from "../parts/ink";
import { Pad } from "../parts/Pad";
import { plain } from "../text/numbers";
import { language, text } from "../text/text";
import { type Answer, answerOf } from "./answers";
import { Answered } from "./Answered";
import { Drawn } from "./Drawn";
import { type Network, opened } from "./network";
import { type Example, floatsOf, type Named, type Told } from "./told";
import { BREAK, goneOn, written } from "./typed";
import css from "./Offline.module.css";

interface Asked {
  input: readonly number[] | Float32Array;
  length: number;
  right: string;
}

interface Typed {
  value: string;
  /** Why it cannot be asked. */
  reason: string;
}

export const spoken = () => (language.value === "zh" ? "zh" : "en");
const named = (one: Named) => one[spoken()];

export function Offline({ told }: { told: Told }) {
  const [network, setNetwork] = useState<Network | null>(null);
  const [trouble, setTrouble] = useState("");
  const [asked, setAsked] = useState<Asked | null>(null);
  const [typed, setTyped] = useState<Typed>({ value: "", reason: "" });
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => void opened(told).then(setNetwork, (error: unknown) => setTrouble(text("offline.failed", { error: String(error) }))), []);
  useEffect(() => {
    if (network === null || asked === null) return setAnswer(null);
    let latest = true;
    network.ask(asked.input, asked.length).then(
      ({ values, shape }) => latest && setAnswer(answerOf(told.outputs, values, shape, spoken())),
      (error: unknown) => latest && setTrouble(String(error)),
    );
    return () => void (latest = false);
  }, [network, asked]);
  const about = { task: named(told.task), architecture: named(told.architecture), epoch: plain(Number(told.about.epoch)) };
  const save = (content: BlobPart, name: string) => download(new Blob([content]), name);
  return (
    <main class={css.page}>
      <h1>{text("offline.title")}</h1>
      <p class="words">{text("offline.about", about)}</p>
      {network === null && trouble === "" && <p role="status">{text("offline.opening")}</p>}
      {trouble !== "" && <p role="alert">{trouble}</p>}
      <div class={css.sides}>
        <section class={css.given}>
          {told.inputs.drawn && <Drawing told={told} give={setAsked} />}
          {told.inputs.reading !== null && <Typing told={told} give={setAsked} answer={answer} typed={typed} setTyped={setTyped} />}
          {told.inputs.reading === null && told.inputs.form === "symbols" && <p class="words">{text("offline.only.examples")}</p>}
        </section>
        <section aria-live="polite" aria-label={text("offline.answer")} class={css.answer}>
          <h2>{text("offline.answer")}</h2>
          {asked !== null && told.inputs.form !== "symbols" && <Drawn values={asked.input} shape={told.inputs.shape} />}
          {answer === null ? <p class="words">{text("offline.nothing")}</p> : <Answered answer={answer} />}
          {answer !== null && asked?.right && <p>{text("offline.right", { right: asked.right })}</p>}
        </section>
        <Examples told={told} give={setAsked} setTyped={setTyped} />
      </div>
      <footer>
        <button type="button" class="small wide" disabled={network === null} onClick={() => network && save(network.file, "network.onnx")}>
          {text("offline.save.network")}
        </button>
        <button type="button" class="small wide" onClick={() => save(JSON.stringify(told.about.spec, null, 2), "spec.json")}>
          {text("offline.save.settings")}
        </button>
        <p class="words">{text("offline.alone")}</p>
      </footer>
    </main>
  );
}

interface Giving {
  told: Told;
  give: (asked: Asked | null) => void;
}

/** As the server reads a drawing: ink is 1, on as many channels as the network has. */
function Drawing({ told, give }: Giving) {
  const [channels = 1, height = 1, width = 1] = told.inputs.shape;
  const [value, setValue] = useState("");
  const change = (next: string) => {
    setValue(next);
    if (next === "") return give(null);
    const ink = Array.from(decode(next, height, width).pixels, (pixel) => Math.fround(pixel / 255));
    give({ input: Array.from({ length: channels }, () => ink).flat(), length: 0, right: "" });
  };
  return (
    <div>
      <h2>{text("offline.draw")}</h2>
      <Pad height={height} width={width} value={value} change={change} />
    </div>
  );
}

function Typing({ told, give, answer, typed: { value, reason }, setTyped }: Giving & { answer: Answer | null; typed: Typed; setTyped: (typed: Typed) => void }) {
  const type = (typed: string) => {
    const found = typed.trim() === "" || told.inputs.reading === null ? "" : written(told.inputs.reading, typed, told.outputs.form === "next");
    setTyped({ value: typed, reason: typeof found === "string" ? found : "" });
    give(typeof found === "string" ? null : { input: found.numbers, length: found.length, right: "" });
  };
  const next = answer?.form === "shares" ? answer.next : undefined;
  return (
    <div class={css.typing}>
      <label class={css.typing}>
        {text("offline.type", { example: told.inputs.example })}
        <input type="text" autocomplete="off" spellcheck={false} value={value} onInput={({ currentTarget }) => type(currentTarget.value)} />
        {reason !== "" && <span role="alert">{reason}</span>}
      </label>
      {next !== undefined && value.trim() !== "" && (
        <button type="button" class="small wide" onClick={() => type(goneOn(value, next, told.inputs.reading?.pattern !== ""))}>
          {text("offline.go.on")}
        </button>
      )}
    </div>
  );
}

/** One that is chosen stands in the field too: to be changed, and asked again. */
function Examples({ told, give, setTyped }: Giving & { setTyped: (typed: Typed) => void }) {
  const chosen = (one: Example) => {
    setTyped({ value: one.text.replaceAll("\n", BREAK), reason: "" });
    give({ input: floatsOf(one.input), length: one.length, right: one.right });
  };
  return (
    <section>
      <h2>{text("offline.examples")}</h2>
      <div class={css.examples}>
        {told.examples.map((one, number) => (
          <button type="button" class="small wide" key={number} aria-label={text("offline.example", { number: number + 1 })} onClick={() => chosen(one)}>
            {told.inputs.form === "symbols" ? one.text : <Drawn values={floatsOf(one.input)} shape={told.inputs.shape} />}
          </button>
        ))}
      </div>
    </section>
  );
}
