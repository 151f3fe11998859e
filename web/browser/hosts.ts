// Names of this computer.

/** Whether an address leads everybody to their own computer. */
export function onlyHere(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);
}
