// How long keys of machines and personal tokens last, how many there may be, and how they are written; figures are data.

/** How many characters of a key or token are stored and shown: the mark and eight more, enough to find a leaked one. */
export const PREFIX_LENGTH = 12;

export const MACHINE_KEY = {
  mark: 'bhk_',
  /** Offered on screen, in days; a key without an end is asked for by name. */
  expiryDays: [30, 90, 365],
  usualExpiryDays: 90,
  mostExpiryDays: 365,
  /** Live keys that one person can answer for. */
  mostOfOwner: 50,
} as const;

/** How long a rotated key works beside the one that takes its place, in hours. */
export const ROTATION_OVERLAP = {
  usualHours: 24,
  mostHours: 30 * 24,
  offeredHours: [0, 1, 24, 168],
} as const;

export const PERSONAL_TOKEN = {
  mark: 'bht_',
  /** Offered on screen, in days; a token always has an end. */
  expiryDays: [7, 30, 90],
  usualExpiryDays: 30,
  mostExpiryDays: 365,
  /** Live tokens of one person. */
  mostOfOwner: 20,
} as const;
