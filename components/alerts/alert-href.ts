// Where an alert is looked at: apart from its words, which bring the catalogue of alerts along.

/** The board with this firing opened. */
export function boardHref(number: number): string {
  return `/alerts?open=${number}`;
}
