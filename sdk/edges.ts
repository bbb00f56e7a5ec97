// The addresses of edges as they were configured, checked once.

/** `by` names the function that was called, for the sentence. Throws TypeError. */
export function edgeAddresses(edges: readonly string[], by: string): readonly URL[] {
  if (edges.length === 0) throw new TypeError(`${by} needs the address of at least one edge.`);
  return edges.map((edge) => {
    if (!URL.canParse(edge)) throw new TypeError(`${by}: "${edge}" is not the address of an edge.`);
    return new URL(edge.endsWith('/') ? edge : `${edge}/`);
  });
}
