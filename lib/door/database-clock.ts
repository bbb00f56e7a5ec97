// Tells the database's time without asking it: an offset to the monotonic clock, from the quickest of recent looks.

export interface DatabaseClock {
  /** Takes in one look: the database said `databaseMs` somewhere between these two monotonic readings. */
  observe(databaseMs: number, askedAt: number, answeredAt: number): void;
  /** False until the first look in this life. */
  known(): boolean;
  /** Database time, ms since 1970, at a monotonic reading. Before the first look: by this machine's own clock. */
  at(monotonic: number): number;
}

/** Looks come every two seconds: enough to outlast a slow moment, few enough to follow a clock that is set. */
const LOOKS = 8;

export function createDatabaseClock(): DatabaseClock {
  const looks: { offset: number; tripMs: number }[] = [];
  let offset = performance.timeOrigin;
  return {
    observe(databaseMs, askedAt, answeredAt) {
      // The true offset lies within half the trip of this one: the shortest trip is the most exact.
      looks.push({ offset: databaseMs - (askedAt + answeredAt) / 2, tripMs: answeredAt - askedAt });
      if (looks.length > LOOKS) looks.shift();
      offset = looks.reduce((best, look) => (look.tripMs <= best.tripMs ? look : best)).offset;
    },
    known: () => looks.length > 0,
    at: (monotonic) => monotonic + offset,
  };
}
