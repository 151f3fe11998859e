// Frames that came packed: a long list of runs, most of which say nearly the same.

export function unpacked(packed: ArrayBuffer): Promise<string> {
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}
