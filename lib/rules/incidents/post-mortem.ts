// A post-mortem in the form of manual 3: its draft from the timeline, what may stand in it, the text that is signed, and when it is. Pure.
import { createHash } from 'node:crypto';
import {
  incidentName,
  POST_MORTEM_PART_NAMES,
  POST_MORTEM_PARTS,
  POST_MORTEM_SIGNERS,
  type PostMortemPart,
  type PostMortemSigner,
  PREVENTION_KINDS,
  type PreventionKind,
  SEVERITIES,
  type Severity,
} from '#lib/catalog/incidents.ts';
import { ROLES } from '#lib/catalog/roles.ts';
import type { PostMortemTextView, TimelineEntry } from '#lib/contract/incidents.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { plain, span } from '#lib/rules/runs/run-markdown.ts';
import { durationSeconds } from './incident.ts';

export interface Prevention {
  id: string;
  kind: PreventionKind;
  what: string;
  owner: { id: string; name: string };
  /** Day, such as 2026-12-11. */
  dueOn: string;
}

/** What the text says beside what people write. */
export interface IncidentFacts {
  number: number;
  title: string;
  severity: Severity;
  drill: boolean;
  beganAt: string;
  resolvedAt: string | null;
  openedBy: string;
  owner: string | null;
  exposureUsd: string | null;
  pnlUsd: string | null;
  systems: string | null;
  positions: readonly { symbol: string; size: string; valueUsd: string | null }[];
}

const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Text of several lines with line ends of one kind; refused when it holds what nobody can see. */
export function parseText(label: string, raw: string): Result<string> {
  const text = raw.replace(/\r\n?/g, '\n').trim();
  return UNSEEN.test(text.replace(/[\n\t]/g, ''))
    ? fail('invalid_input', `"${label}" holds characters that nobody can see. Type it again in plain text.`)
    : ok(text);
}

/** `2026-03-19 03:07:40`. */
function moment(at: string): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** What was done, of all that happened. */
const DEEDS: readonly string[] = ['switch', 'level', 'stop', 'command'];

/**
 * The timeline up to the end of the incident, the line that says so included: the log writes it a moment after the end.
 * What comes later is not what happened.
 */
export function untilResolved(
  timeline: readonly TimelineEntry[],
  { number, resolvedAt }: { number: number; resolvedAt: string | null },
): readonly TimelineEntry[] {
  if (resolvedAt === null) return timeline;
  const last = timeline.find(
    ({ kind, what }) => kind === 'incident' && what === `${incidentName(number)} resolved`,
  );
  const end = Date.parse(last?.at ?? resolvedAt);
  return timeline.filter(({ at }) => Date.parse(at) <= end);
}

/** What the timeline and the figures tell already. The cause is for people to find. */
export function draftOf(facts: IncidentFacts, timeline: readonly TimelineEntry[]): PostMortemTextView {
  const lasted = durationSeconds(facts);
  const fired = timeline.filter(({ kind, what }) => kind === 'alert' && / fired: /.test(what));
  const deeds = timeline.filter(
    ({ kind, what }) => DEEDS.includes(kind) || / (started: .*|complete|action carried out)$/.test(what),
  );
  return {
    summary: [
      `${facts.title}.`,
      `It began at ${moment(facts.beganAt)} UTC${lasted === null ? '.' : ` and was resolved after ${span(lasted)}.`}`,
      ...fired.slice(0, 5).map(({ what, at }) => `${what}, at ${moment(at)} UTC.`),
    ].join('\n'),
    cause: '',
    // Figures and systems stand there anyway.
    impact: '',
    actions: deeds
      .slice(0, 100)
      .map(({ at, what, by }) => `${moment(at)} ${what}${by === null ? '' : ` (${by})`}`)
      .join('\n'),
  };
}

function paragraphs(text: string): string[] {
  return text === ''
    ? ['Nothing is written here.']
    : text.split('\n').map((line) => (line === '' ? '' : `${plain(line)}  `));
}

function figures(facts: IncidentFacts): string[] {
  const { positions } = facts;
  return [
    `- P&L: ${facts.pnlUsd === null ? 'not recorded' : `${facts.pnlUsd} US dollars`}`,
    `- Exposure: ${facts.exposureUsd === null ? 'not recorded' : `${facts.exposureUsd} US dollars`}`,
    `- Positions affected: ${positions.length}`,
    ...positions.map(
      ({ symbol, size, valueUsd }) =>
        `  - ${symbol} ${size}${valueUsd === null ? '' : `, worth ${valueUsd} US dollars`}`,
    ),
    ...(facts.systems === null ? [] : [`- Systems affected: ${plain(facts.systems)}`]),
  ];
}

/** The text that is signed, as Markdown, ending with a line break. It says nothing of the time at which it is read. */
export function signedText(
  facts: IncidentFacts,
  text: PostMortemTextView,
  prevention: readonly Prevention[],
  timeline: readonly TimelineEntry[],
): string {
  const lasted = durationSeconds(facts);
  const part = (name: PostMortemPart, before: readonly string[] = []): string[] => [
    ...['', `## ${POST_MORTEM_PARTS[name].title}`, ''],
    ...before,
    ...(before.length > 0 ? [''] : []),
    ...paragraphs(text[name]),
  ];
  return [
    `# Post-mortem of ${incidentName(facts.number)}: ${plain(facts.title)}`,
    '',
    ...(facts.drill ? ['- Drill'] : []),
    `- Severity: ${SEVERITIES[facts.severity].label}`,
    `- Began: ${moment(facts.beganAt)} UTC`,
    `- Resolved: ${facts.resolvedAt === null ? 'not yet' : `${moment(facts.resolvedAt)} UTC`}`,
    `- Duration: ${lasted === null ? 'not over' : span(lasted)}`,
    `- Opened by: ${plain(facts.openedBy)}`,
    `- Owner: ${facts.owner === null ? 'nobody' : plain(facts.owner)}`,
    ...part('summary'),
    ...part('cause'),
    ...part('impact', figures(facts)),
    ...part('actions'),
    ...['', '## Prevention', ''],
    ...(prevention.length === 0
      ? ['Nothing is planned.']
      : prevention.map(
          ({ kind, what, owner, dueOn }) =>
            `- ${PREVENTION_KINDS[kind]}: ${plain(what)} (${plain(owner.name)}, due ${dueOn})`,
        )),
    ...['', '## Timeline', '', '| Time (UTC) | Event | By |', '|---|---|---|'],
    ...timeline.map(
      ({ at, what, by, reason }) =>
        `| ${moment(at)} | ${plain(reason === null ? what : `${what}. ${reason}`)} | ${by === null ? '' : plain(by)} |`,
    ),
    '',
  ].join('\n');
}

export function textHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export interface Signature {
  role: PostMortemSigner;
  person: { id: string; name: string };
  at: string;
  hash: string;
}

/** The whole file: the signed text, then who signed it and the hash to check it with. */
export function postMortemMarkdown(text: string, hash: string, signatures: readonly Signature[]): string {
  const lines = POST_MORTEM_SIGNERS.map((role) => {
    const signed = signatures.find((one) => one.role === role && one.hash === hash);
    return `- ${ROLES[role].label}: ${signed ? `${plain(signed.person.name)}, ${moment(signed.at)} UTC` : 'not signed'}`;
  });
  return [
    text,
    ...['## Sign-off', '', ...lines, ''],
    `sha256 of the text above this sign-off: \`${hash}\``,
    '',
  ].join('\n');
}

/** Why nobody can sign it yet; null when it can be signed. */
export function signHeldBy(
  incident: { number: number; resolvedAt: string | Date | null },
  saved: boolean,
  text: PostMortemTextView,
): string | null {
  if (!saved) return 'Save the post-mortem first: its draft is signed by nobody.';
  const empty = POST_MORTEM_PART_NAMES.filter((name) => name !== 'impact').find((name) => text[name] === '');
  if (empty) return `Write "${POST_MORTEM_PARTS[empty].title}" first.`;
  return incident.resolvedAt === null
    ? `${incidentName(incident.number)} is not resolved: what happened is not over.`
    : null;
}

/** The role somebody signs in, or why they do not: one signature a role, and one a person. */
export function maySign(
  person: { id: string; roles: readonly string[] },
  as: PostMortemSigner,
  hash: string,
  signatures: readonly Signature[],
): Result<true> {
  const label = ROLES[as].label.toLowerCase();
  if (!person.roles.includes(as))
    return fail('forbidden', `You do not work as ${label} here: sign in your own role.`);
  const valid = signatures.filter((one) => one.hash === hash);
  const same = valid.find((one) => one.role === as);
  if (same) return fail('conflict', `${same.person.name} has signed this text as ${label} already.`);
  if (valid.some((one) => one.person.id === person.id)) {
    return fail('conflict', 'You have signed this text already: it takes three different people.');
  }
  return ok(true);
}

/** Roles that have not signed this text. */
export function missingRoles(
  hash: string,
  signatures: readonly Pick<Signature, 'role' | 'hash'>[],
): PostMortemSigner[] {
  return POST_MORTEM_SIGNERS.filter(
    (role) => !signatures.some((one) => one.role === role && one.hash === hash),
  );
}
