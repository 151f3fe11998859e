// Draw your own: classes, a pad, and what was drawn for each. It is kept until it is removed.

import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../../../parts/Dialog";
import { Icon } from "../../../parts/Icon";
import { decode } from "../../../parts/ink";
import { Pad, paint } from "../../../parts/Pad";
import type { DataControl, Setting } from "../../../setup/controls";
import { addDrawing, begin, canUndo, classes, type DrawnClass, FEWEST, LONGEST, missing, MOST, named, setClasses, setFewer, SIDE, undo, withClass, without, withoutClass } from "../../../state/drawings";
import { unwritten } from "../../../state/storage";
import { refused, sending } from "../../../state/uploads";
import { sentences, text } from "../../../text/text";
import { sendDrawings } from "./using";
import css from "./Data.module.css";

interface Given {
  control: DataControl;
  change: (value: Setting) => void;
  close: () => void;
}

export function Drawing({ control, change, close }: Given) {
  begin();
  const [chosen, choose] = useState(0);
  const place = Math.min(chosen, classes.value.length - 1);
  return (
    <Dialog title={text("draw.title")} close={close}>
      <div class={css.drawOwn}>
        <p class="words">{text("draw.words")}</p>
        <Board place={place} />
        <Rows place={place} choose={choose} />
        <Feet control={control} change={change} close={close} />
      </div>
    </Dialog>
  );
}

/** The pad, and where its drawing goes. */
function Board({ place }: { place: number }) {
  const [value, put] = useState("");
  const [count, next] = useState(0);
  const board = useRef<HTMLDivElement>(null);
  const name = classes.value[place]?.name ?? "";
  const add = () => {
    if (value === "") return;
    addDrawing(place, value);
    put("");
    next(count + 1);
  };
  // The next one is drawn where this one was: the pad is a new one, and has the keys again.
  useEffect(() => {
    if (count > 0) board.current?.querySelector("canvas")?.focus();
  }, [count]);
  return (
    <div
      class={css.drawBoard}
      ref={board}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLCanvasElement)) return;
        event.preventDefault();
        add();
      }}
    >
      <Pad key={count} height={SIDE} width={SIDE} value={value} change={put} />
      <button type="button" class="big primary" disabled={value === ""} onClick={add}>
        {text("draw.add", { name })}
      </button>
    </div>
  );
}

function Rows({ place, choose }: { place: number; choose: (place: number) => void }) {
  const all = classes.value;
  return (
    <div class={css.drawRows} role="group" aria-label={text("draw.title")}>
      {all.map((one, at) => (
        <Row key={at} one={one} at={at} chosen={at === place} choose={() => choose(at)} />
      ))}
      <div class={css.drawMore}>
        <button
          type="button"
          class="small wide"
          disabled={all.length >= MOST}
          onClick={() => {
            setClasses(withClass(all, text("draw.class", { place: all.length + 1 })));
            choose(all.length);
          }}
        >
          {text("draw.more")}
        </button>
        {canUndo() && (
          <button type="button" class="small wide" onClick={undo}>
            {text("draw.undo")}
          </button>
        )}
      </div>
    </div>
  );
}

interface RowGiven {
  one: DrawnClass;
  at: number;
  chosen: boolean;
  choose: () => void;
}

function Row({ one, at, chosen, choose }: RowGiven) {
  const all = classes.value;
  return (
    <section class={chosen ? `${css.drawRow} ${css.chosen}` : css.drawRow} aria-label={one.name}>
      <input type="radio" name="draw-class" checked={chosen} aria-label={text("draw.chosen", { name: one.name })} onChange={choose} />
      <input
        type="text"
        value={one.name}
        maxLength={LONGEST}
        aria-label={text("draw.name", { place: at + 1 })}
        onFocus={choose}
        onInput={(event) => setClasses(named(all, at, event.currentTarget.value))}
      />
      <span class={css.drawCount}>{one.drawings.length}</span>
      <button
        type="button"
        class="small"
        disabled={all.length <= FEWEST}
        aria-label={text("draw.less", { name: one.name })}
        onClick={() => setFewer(withoutClass(all, at))}
      >
        <Icon name="bin" />
      </button>
      {one.drawings.length === 0 ? (
        <p class="words">{text("draw.none")}</p>
      ) : (
        <ul class={css.drawThumbs}>
          {one.drawings.map((drawing, which) => (
            <li key={which}>
              <button
                type="button"
                aria-label={text("draw.remove", { place: which + 1, name: one.name })}
                title={text("draw.remove", { place: which + 1, name: one.name })}
                onClick={() => setFewer(without(all, at, which))}
              >
                <Thumb drawing={drawing} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Thumb({ drawing }: { drawing: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => paint(canvas.current, decode(drawing, SIDE, SIDE), null), [drawing]);
  return <canvas ref={canvas} width={SIDE} height={SIDE} aria-hidden="true" />;
}

function Feet({ control, change, close }: Given) {
  const lacking = missing(classes.value);
  const busy = Boolean(sending.value[control.pointer]);
  const use = async () => {
    const data = await sendDrawings(classes.value, control.pointer);
    if (data === null) return;
    change(data);
    close();
  };
  const trouble = refused.value[control.pointer];
  return (
    <footer class={css.drawFeet}>
      <p class="words" role="status">
        {sentences([lacking, unwritten.value.has("drawings") ? text("storage.full") : lacking ? "" : text("draw.kept")])}
      </p>
      {trouble && (
        <p class="problem" role="alert">
          {trouble}
        </p>
      )}
      <button type="button" class="big primary" disabled={lacking !== "" || busy} onClick={() => void use()}>
        {text("draw.use")}
      </button>
    </footer>
  );
}
