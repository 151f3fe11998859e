// The points of paths one after another, as they came.

import { useEffect, useState } from "preact/hooks";
import { cross } from "../../state/crossed";
import { text } from "../../text/text";
import { Icon } from "../Icon";
import { readPlaces } from "./Crosshair";
import { unpackedLines } from "./lines";
import type { Lines } from "./worded";
import css from "./Lines.module.css";

/** Milliseconds: a long way is gone through faster, a short one not so slowly that it bores. */
const WHOLE = 5_000;
const [SLOWEST, FASTEST] = [250, 40];

export function Play({ picture }: { picture: Lines }) {
  const [playing, setPlaying] = useState(false);
  const last = Math.max(0, ...unpackedLines(picture).map((line) => (line.path ? line.ys.length - 1 : 0)));
  const { along } = readPlaces(picture);
  const over = along >= last;
  useEffect(() => {
    if (!playing) return;
    if (over) return setPlaying(false);
    const turn = setTimeout(() => cross(picture.along, along + 1), Math.max(FASTEST, Math.min(SLOWEST, WHOLE / last)));
    return () => clearTimeout(turn);
  }, [playing, along, over, picture.along, last]);
  if (last === 0) return null;
  const press = () => {
    if (!playing && over) cross(picture.along, 0);
    setPlaying(!playing);
  };
  return (
    <button type="button" class={`small ${css.playSteps}`} onClick={press}>
      <Icon name={playing ? "pause" : "play"} /> {text(playing ? "lines.stop" : "lines.play")}
    </button>
  );
}
