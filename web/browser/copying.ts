// Into the clipboard. Browsers keep theirs to pages that came over a safe link; a classroom's server is not always one.

export async function copied(words: string, near: HTMLElement | null = document.body): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = words;
    // A dialog keeps the focus, and with it what is selected, to itself.
    near?.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
