// A link as it was written, out of what mail programs, chats and word processors make of one on its way.

/** The part of an address behind the #, with its marks as they were. */
export function arrivedLink(hash: string): string {
  const link = hash.replace(/^#/, "").replaceAll("&amp;", "&").replace(/(?:%20|\s)*(&|$|^)(?:%20|\s)*/g, "$1");
  // Where not even the first mark is left, the whole was escaped once more, values that had been escaped before as well.
  return /^[^/&=]*%2f/i.test(link) ? unescaped(link) : link;
}

/** Without what a sentence puts behind a link. */
export function unpunctuated(part: string): string {
  return part.replace(/[.,;:!?)>\]"'»”。，；：！？）》」]+$/, "");
}

/** A link cut short by a mail program may end inside an escape. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One of the names, written in whatever case. */
export function anyCase<Name extends string | number>(names: readonly Name[], written: string): Name | undefined {
  const plain = (name: Name | string) => String(name).toLowerCase();
  return names.find((name) => String(name) === written) ?? names.find((name) => plain(name) === plain(written));
}
