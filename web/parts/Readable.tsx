// Sentences that a browser may translate. It puts elements of its own in the place of what it found: words that change must
// come in an element that is new with them, and numbers that change are not to be translated (server/page.html.j2 says so).

export function Readable({ words }: { words: string }) {
  return (
    <span key={words} translate>
      {words}
    </span>
  );
}
