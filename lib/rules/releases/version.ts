// Semantic versions (manual 2, part 5): v{MAJOR}.{MINOR}.{PATCH}, what they look like and which is newer.

export interface Version {
  numbers: readonly [bigint, bigint, bigint];
  /** Parts of a pre-release, such as rc.1; none for a release. */
  pre: readonly string[];
}

const NUMBER = '(0|[1-9]\\d{0,8})';
const PART = '(?:0|[1-9]\\d{0,8}|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const FORM = new RegExp(`^v${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${PART}(?:\\.${PART})*))?$`);

export const VERSION_FORM =
  'A version is v{MAJOR}.{MINOR}.{PATCH}, such as v1.2.5 or v1.3.0-rc.1: the tag it is built from.';

/** Undefined for what is no version. Build metadata (`+...`) tells no two versions apart, so it is none. */
export function parseVersion(text: string): Version | undefined {
  if (text.length > 60) return undefined;
  const found = FORM.exec(text);
  if (!found) return undefined;
  const [, major = '', minor = '', patch = '', pre] = found;
  return { numbers: [BigInt(major), BigInt(minor), BigInt(patch)], pre: pre?.split('.') ?? [] };
}

/** Below zero when `a` is older, above when it is newer, zero when they are the same (semver.org, 11). */
export function compareVersions(a: Version, b: Version): number {
  for (const place of [0, 1, 2] as const) {
    const [left, right] = [a.numbers[place], b.numbers[place]];
    if (left !== right) return left < right ? -1 : 1;
  }
  if (a.pre.length === 0 || b.pre.length === 0) return Math.sign(b.pre.length - a.pre.length);
  const places = Math.min(a.pre.length, b.pre.length);
  for (let place = 0; place < places; place += 1) {
    const order = comparePart(a.pre[place] ?? '', b.pre[place] ?? '');
    if (order !== 0) return order;
  }
  return Math.sign(a.pre.length - b.pre.length);
}

function comparePart(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left && right) return Number(a) < Number(b) ? -1 : 1;
  if (left !== right) return left ? -1 : 1;
  return a < b ? -1 : 1;
}

/** What kind of change leads from one to the other (manual 2): major, minor, patch; back to an older one. */
export function changeOf(from: Version, to: Version): 'major' | 'minor' | 'patch' | 'same' | 'older' {
  const order = compareVersions(from, to);
  if (order >= 0) return order === 0 ? 'same' : 'older';
  if (from.numbers[0] !== to.numbers[0]) return 'major';
  return from.numbers[1] !== to.numbers[1] ? 'minor' : 'patch';
}
