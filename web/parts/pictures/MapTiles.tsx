// The maps of a layer, or its filters, large and numbered: pointed at, in focus or pressed, each says what it is.

import { useRef, useState } from "preact/hooks";
import { givingKernel } from "../../browser/kernelDrags";
import { rove } from "./roving";
import { ValueCanvas } from "./ValueCanvas";
import css from "./Maps.module.css";

export interface Tile {
  /** Counted from 0; people count from 1. */
  number: number;
  values: ArrayLike<number>;
  height: number;
  width: number;
  scale: number;
  name: string;
  /** What stands below it, beside its number. */
  caption: string;
  words: string;
  marked: boolean;
  /** A kernel that can be dragged into the laboratory. */
  kernel?: string | null;
  /** The place that is looked at, as parts of the picture. */
  spot?: { top: string; left: string; height: string; width: string };
  filter?: { values: ArrayLike<number>; height: number; width: number; scale: number };
}

interface Props {
  tiles: readonly Tile[];
  label: string;
  chosen: number;
  point: (number: number | null, at: readonly [number, number] | null) => void;
  /** With the cell of the map, where it is a finger that presses: who has a pointer points at it. */
  choose: (number: number, at: readonly [number, number] | null) => void;
  /** A few fill the room that many would. */
  large?: boolean;
}

/** So many tiles are still few. */
const FEW = 16;

export function MapTiles({ tiles, label, chosen, point, choose, large = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [entry, enter] = useState(0);
  const inside = tiles.some(({ number }) => number === entry) ? entry : tiles[0]?.number;
  return (
    <div class={large && tiles.length <= FEW ? `${css.mapTiles} ${css.few}` : css.mapTiles} role="group" aria-label={label} ref={box} onPointerLeave={() => point(null, null)}>
      {tiles.map((tile) => (
        <button
          type="button"
          key={tile.number}
          class={[css.mapTile, tile.marked ? css.marked : "", tile.height * tile.width === 1 ? css.point : ""].join(" ")}
          aria-label={tile.words}
          aria-pressed={tile.number === chosen}
          tabIndex={tile.number === inside ? 0 : -1}
          onPointerMove={(event) => event.pointerType === "mouse" && point(tile.number, within(event, tile))}
          onFocus={() => {
            enter(tile.number);
            point(tile.number, null);
          }}
          onBlur={() => point(null, null)}
          onKeyDown={(event) => rove(event, box.current)}
          {...(tile.kernel ? givingKernel(tile.kernel) : {})}
          onClick={(event) => choose(tile.number, "pointerType" in event && event.pointerType === "touch" ? within(event, tile) : null)}
        >
          <span class={css.mapPicture}>
            <ValueCanvas values={tile.values} height={tile.height} width={tile.width} scale={tile.scale} />
            {tile.spot && <span class={css.seenBox} style={tile.spot} />}
          </span>
          <span class={css.mapCaption}>
            <span class={css.mapName}>{tile.name}</span>
            {tile.filter && <ValueCanvas {...tile.filter} />}
            <span class={css.mapValue}>{tile.caption}</span>
          </span>
        </button>
      ))}
    </div>
  );
}

/** The cell of the map under the pointer, null beside the map. */
function within(event: MouseEvent, { height, width }: Tile): [number, number] | null {
  const canvas = (event.currentTarget as HTMLElement).querySelector("canvas");
  if (canvas === null) return null;
  const box = canvas.getBoundingClientRect();
  const row = Math.floor(((event.clientY - box.top) / box.height) * height);
  const column = Math.floor(((event.clientX - box.left) / box.width) * width);
  return row >= 0 && column >= 0 && row < height && column < width ? [row, column] : null;
}
