// The lock that a worker holds while it is in a checkpoint round, and a restore while it puts another log in place.

/** Key of PostgreSQL's advisory lock; it goes with the connection that holds it. */
export const ROUND_LOCK = 0x62756c6b6864;
