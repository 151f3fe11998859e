// The frame that shows a chart or a view of this server on a page of another site: /api/embed draws the one, and the page
// at /embed shows the other.

/** The server draws so many runs in one chart; and so many are looked into at once. */
export const MOST = 16;
export const MOST_INSIDE = 4;

export interface Framed {
  runs: readonly string[];
  series: string;
  /** The last step that is shown; null while the curves may grow. */
  until: number | null;
  title: string;
}

export interface FramedView {
  runs: readonly string[];
  view: string;
  question: string;
  /** The part of the picture that is wanted. */
  part: string;
  /** Looked back to; null is how the networks are at each moment. */
  epoch: number | null;
  title: string;
  /** Task and architecture, as addresses of the page begin. */
  setup: string;
}

const SIZE = { width: 640, height: 400 };

/** HTML for the other page. */
export function frameCode({ runs, series, until, title }: Framed, address: string): string {
  const asked = queryOf(runs.slice(0, MOST), { series, until: until === null ? "" : String(until) });
  return frame(`${address}?${asked}`, title);
}

/** HTML for the other page. */
export function viewCode({ runs, view, question, part, epoch, title, setup }: FramedView, address: string): string {
  const asked = queryOf(runs.slice(0, MOST_INSIDE), { view, question, part, epoch: epoch === null ? "" : String(epoch) });
  return frame(`${address}?${asked}#${setup}`, title);
}

/** What an address of the page in a frame asks for. */
export function framedView(query: string): Omit<FramedView, "title" | "setup"> {
  const asked = new URLSearchParams(query);
  const epoch = Number(asked.get("epoch") ?? NaN);
  const word = (name: string) => asked.get(name) ?? "";
  return { runs: asked.getAll("run").slice(0, MOST_INSIDE), view: word("view"), question: word("question"), part: word("part"), epoch: Number.isFinite(epoch) ? epoch : null };
}

function queryOf(runs: readonly string[], more: Readonly<Record<string, string>>): URLSearchParams {
  const asked = new URLSearchParams(runs.map((run) => ["run", run]));
  for (const [name, value] of Object.entries(more)) if (value !== "") asked.set(name, value);
  return asked;
}

function frame(address: string, title: string): string {
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="${SIZE.width}" height="${SIZE.height}" style="border:0" loading="lazy"></iframe>`;
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
