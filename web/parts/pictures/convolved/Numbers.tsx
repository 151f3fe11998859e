// The numbers behind the pixel that is pointed at: the products that made it, and those that it goes into.

import { precise, whole } from "../../../text/numbers";
import { counted, text } from "../../../text/text";
import { furthest } from "../arrays";
import { NumberGrid } from "../NumberGrid";
import { type Chain, madeOf, makes, type Product, type Spot, valueAt } from "./chain";
import type { Stage } from "./laid";
import css from "../Convolved.module.css";

export function Numbers({ chain, spot }: { chain: Chain; spot: Spot }) {
  return (
    <div class={css.numbers} aria-live="off">
      <Made chain={chain} spot={spot} />
      <Makes chain={chain} spot={spot} />
    </div>
  );
}

function Made({ chain, spot }: { chain: Chain; spot: Spot }) {
  const link = chain.links[spot.step - 1];
  if (link === undefined) return null;
  const products = madeOf(chain, spot);
  const inputs = [...new Set(products.map((one) => one.spot.map))].sort((one, other) => one - other);
  const sum = valueAt(link.sums, spot);
  const value = valueAt(link.maps, spot);
  const single = (link.stage.weights.shape[2] ?? 1) * (link.stage.weights.shape[3] ?? 1) === 1;
  const beyond = (link.weights.length / link.maps.count) - products.length;
  return (
    <section class={css.working} data-made>
      <h4>{text("convolved.made")}</h4>
      {single ? (
        <Mixed products={products} />
      ) : inputs.map((input) => (
        <Worked key={input} stage={link.stage} products={products.filter((one) => one.spot.map === input)} colour={inputs.length > 1 ? input : null} />
      ))}
      <p class={css.sum}>
        {text("convolved.sum", { count: whole(products.length), sum: precise(sum) })}
        {link.stage.bend !== "" && ` ${text("convolved.after", { value: precise(value) })}`}
        {beyond > 0 && ` ${counted("convolved.beyond", beyond)}`}
      </p>
    </section>
  );
}

/** Of a 1 x 1 kernel: a line for each input. */
function Mixed({ products }: { products: Product[] }) {
  return (
    <table class={css.mixed}>
      <tbody>
        {products.map(({ spot, value, weight }) => (
          <tr key={spot.map}>
            {products.length > 1 && <th scope="row">{colourName(spot.map)}</th>}
            <td>
              {precise(value)} × {precise(weight)} = {precise(value * weight)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is covered, times the kernel, weight by weight; where a weight meets nothing there is 0. */
function Worked({ stage, products, colour }: { stage: Stage; products: Product[]; colour: number | null }) {
  const [, , height = 1, width = 1] = stage.weights.shape;
  const size = height * width;
  const [values, weights, found] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (const { tap, value, weight } of products) {
    const at = tap[0] * width + tap[1];
    [values[at], weights[at], found[at]] = [value, weight, value * weight];
  }
  const grid = { height, width };
  return (
    <div class={css.equation}>
      <NumberGrid title={colour === null ? text("convolved.below") : colourName(colour)} values={values} {...grid} scale={furthest(values) || 1} />
      <Sign mark="×" />
      <NumberGrid title={text("convolved.weights")} values={weights} {...grid} scale={furthest(weights) || 1} />
      <Sign mark="=" />
      <NumberGrid title={text("convolved.products")} values={found} {...grid} scale={furthest(found) || 1} />
    </div>
  );
}

const COLOURS = ["convolved.red", "convolved.green", "convolved.blue"] as const;

export function colourName(colour: number): string {
  const key = COLOURS[colour];
  return key ? text(key) : String(colour + 1);
}

function Makes({ chain, spot }: { chain: Chain; spot: Spot }) {
  const link = chain.links[spot.step];
  if (link === undefined) return null;
  const all = makes(chain, spot);
  const first = all.filter((one) => one.spot.map === all[0]?.spot.map);
  const places = (axis: "row" | "column") => [...new Set(first.map((one) => one.spot[axis]))].sort((one, other) => one - other);
  const [rows, columns] = [places("row"), places("column")];
  const parts = new Float64Array(rows.length * columns.length);
  for (const { spot: to, value, weight } of first) {
    const at = rows.indexOf(to.row) * columns.length + columns.indexOf(to.column);
    parts[at] = (parts[at] ?? 0) + value * weight;
  }
  const value = first[0]?.value ?? 0;
  return (
    <section class={css.working} data-makes>
      <h4>{text("convolved.makes")}</h4>
      {first.length > 0 && (
        <div class={css.equation}>
          <NumberGrid title={text("convolved.parts", { value: precise(value) })} values={parts} height={rows.length} width={columns.length} scale={furthest(parts) || 1} />
        </div>
      )}
      <p class={css.sum}>{first.length === 0 ? text("convolved.makes.none") : counted("convolved.goes", parts.length)}</p>
    </section>
  );
}

function Sign({ mark }: { mark: string }) {
  return (
    <span class={css.sign} aria-hidden="true">
      {mark}
    </span>
  );
}
