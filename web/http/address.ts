// Where the server's own paths begin: a proxy may serve the page below a prefix, as at /schoolyard/.

/** `/api/runs` as seen from the page that is open. */
export function at(path: string, page: string = location.href): string {
  const url = new URL(page);
  return url.origin + url.pathname.replace(/[^/]*$/, "") + path.replace(/^\//, "");
}
