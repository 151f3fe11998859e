// The frame that shows a chart of this server on a page of another site: /api/embed draws it.

/** The server draws so many runs in one frame. */
export const MOST = 16;

export interface Framed {
  runs: readonly string[];
  series: string;
  /** The last step that is shown; null while the curves may grow. */
  until: number | null;
  title: string;
}

const SIZE = { width: 640, height: 400 };

/** HTML for the other page. */
export function frameCode({ runs, series, until, title }: Framed, address: string): string {
  const asked = new URLSearchParams(runs.slice(0, MOST).map((run) => ["run", run]));
  asked.set("series", series);
  if (until !== null) asked.set("until", String(until));
  return `<iframe src="${escaped(`${address}?${asked}`)}" title="${escaped(title)}" width="${SIZE.width}" height="${SIZE.height}" style="border:0" loading="lazy"></iframe>`;
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
