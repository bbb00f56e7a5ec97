// Breaking the venue as a whole: `POST /faults/{name}` and `DELETE /faults/{name}`, and the table of them on the page.
import { FAULT_NAMES, type FaultChoice, type FaultName, faultKind, findFault, PERCENT } from '../faults.ts';
import type { Venue } from '../venue.ts';
import { type Answer, refuse } from './answer.ts';
import { type Html, html } from './html.ts';

export interface FaultView {
  name: FaultName;
  on: boolean;
  since: string | null;
  choice: string | null;
}

export function viewOf(venue: Venue, name: FaultName): FaultView {
  const state = venue.faults.find(name);
  return {
    ...{ name, on: state !== undefined, choice: state?.choice ?? null },
    since: state?.since.toISOString() ?? null,
  };
}

/** Every fault of the venue by its name. */
export function listVenueFaults(venue: Venue): Record<string, FaultView> {
  return Object.fromEntries(FAULT_NAMES.map((name) => [name, viewOf(venue, name)]));
}

/** What the body chooses, or a sentence about what is wrong with it. */
function choiceOf(name: FaultName, text: string): { choice: string | null } | { wrong: string } {
  const { choice } = faultKind(name);
  let given: unknown = {};
  try {
    given = text === '' ? {} : JSON.parse(text);
  } catch {
    return { wrong: 'The body is not JSON.' };
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { wrong: 'Send a JSON object, or nothing.' };
  const entries = Object.entries(given);
  if (!choice)
    return entries.length === 0 ? { choice: null } : { wrong: `${name} leaves no choice: send {}.` };
  if (entries.length === 0) return { choice: usualOf(choice) };
  const [[key, value] = ['', undefined]] = entries;
  const known = entries.length === 1 && key === choice.name ? among(choice, value) : undefined;
  if (known !== undefined) return { choice: known };
  const what =
    'of' in choice ? `one of ${choice.of.join(', ')}` : `a number from ${PERCENT.least} to ${PERCENT.most}`;
  return { wrong: `Send { "${choice.name}": ... } with ${what}, or nothing.` };
}

const usualOf = (choice: FaultChoice): string =>
  'of' in choice ? (choice.of[0] ?? '') : String(choice.usual);

/** The value as it is kept; undefined when it may not be chosen. */
function among(choice: FaultChoice, value: unknown): string | undefined {
  if ('of' in choice) return choice.of.find((one) => one === value);
  const percent = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof percent !== 'number' || !(percent >= PERCENT.least && percent <= PERCENT.most)) return undefined;
  return String(percent);
}

/** Breaks or mends. `text` is the request's body. */
export function changeVenueFault(venue: Venue, method: string, name: string, text: string): Answer {
  const fault = findFault(name);
  if (!fault) return refuse(404, `There is no such fault. There is ${FAULT_NAMES.join(', ')}.`);
  if (method === 'DELETE') venue.faults.mend(fault);
  else {
    const chosen = choiceOf(fault, text);
    if ('wrong' in chosen) return refuse(400, chosen.wrong);
    venue.faults.breaks(fault, chosen.choice, new Date());
  }
  return { status: 200, body: viewOf(venue, fault) };
}

function chosenText(name: FaultName, chosen: string | null): string {
  const { choice } = faultKind(name);
  if (!choice || chosen === null) return '';
  return 'of' in choice ? `, ${chosen}` : `, ${chosen}%`;
}

function choices(name: FaultName): Html | '' {
  const { choice } = faultKind(name);
  if (!choice) return '';
  if (!('of' in choice))
    return html`<input id="choice-${name}" type="number" data-choice="percent" aria-label="Percent" min="${PERCENT.least}" max="${PERCENT.most}" step="any" value="${choice.usual}"> %`;
  const options = choice.of.map((one) => html`<option>${one}</option>`);
  return html`<select id="choice-${name}" data-choice="${choice.name}" aria-label="${choice.name}">${options}</select>`;
}

/** A row for each fault: what it does, since when it holds, and its button. */
export function faultRows(venue: Venue): Html {
  const rows = FAULT_NAMES.map((name) => {
    const { label, does } = faultKind(name);
    const { on, since, choice } = viewOf(venue, name);
    const state = on
      ? html`<span class="risk"><span aria-hidden="true">△</span> broken since ${(since ?? '').slice(11, 19)} UTC${chosenText(name, choice)}</span>`
      : choices(name);
    const button = on
      ? html`<button type="button" id="press-${name}" data-fault="${name}" data-method="DELETE">Mend</button>`
      : html`<button type="button" id="press-${name}" data-fault="${name}" data-method="POST">Break</button>`;
    return html`<tr><th scope="row">${label}<br><small>${does}</small></th><td>${state}</td><td>${button}</td></tr>`;
  });
  return html`${rows}`;
}
