// The order gateway on the venue's page: `/order-gateway` lists its sides, POST `/order-gateway/{side}` deploys, `.../faults/{name}` breaks and mends.
import { SIDES, type Side } from '#lib/contract/gateway.ts';
import { parseVersion, VERSION_FORM } from '#lib/rules/releases/version.ts';
import type { Sides, SideView } from '../order-gateway/sides.ts';
import {
  brokenWords,
  chosenOf,
  VERSION_FAULT_NAMES,
  type VersionFaultName,
  versionFaultKind,
} from '../order-gateway/version-faults.ts';
import { type Answer, refuse } from './answer.ts';
import { type Html, html } from './html.ts';

export const SIDES_PATH = '/order-gateway';

const sideOf = (name: string | undefined): Side | undefined => SIDES.find((side) => side === name);
const faultOf = (name: string | undefined): VersionFaultName | undefined =>
  VERSION_FAULT_NAMES.find((one) => one === name);

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const given: unknown = text === '' ? {} : JSON.parse(text);
    const sound = typeof given === 'object' && given !== null && !Array.isArray(given);
    return sound ? (given as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function listOf(sides: Sides): Answer {
  const items = sides.view().map(({ side, running, rate }) => ({
    ...{ side, version: running?.version ?? null, fault: running?.fault ?? null },
    ...{ ordersPerSecond: rate.perSecond, failed: rate.failed },
  }));
  return { status: 200, body: { items, lost: sides.lost() } };
}

/** Lists, deploys, breaks or mends. `text` is the request's body. */
export async function changeSides(
  sides: Sides | undefined,
  method: string,
  pathname: string,
  text: string,
): Promise<Answer> {
  if (!sides) return refuse(404, 'No order gateway runs beside this venue.');
  const [name, faults, fault, ...more] = pathname.slice(SIDES_PATH.length + 1).split('/');
  if (name === undefined || name === '') return method === 'GET' ? listOf(sides) : refuse(405, 'GET here.');
  const side = sideOf(name);
  if (!side) return refuse(404, `There is no such side. There is ${SIDES.join(', ')}.`);
  const given = objectOf(text);
  if (!given) return refuse(400, 'Send a JSON object.');
  const done = (well: boolean): Answer =>
    well ? listOf(sides) : refuse(503, `The order gateway on ${side} does not answer.`);
  if (faults === undefined) {
    if (method !== 'POST') return refuse(405, 'POST here.');
    const version = typeof given.version === 'string' ? given.version.trim() : '';
    if (!parseVersion(version)) return refuse(400, VERSION_FORM);
    return done(await sides.deploy(side, version));
  }
  const kind = faultOf(fault);
  if (faults !== 'faults' || !kind || more.length > 0)
    return refuse(404, `There is no such fault. There is ${VERSION_FAULT_NAMES.join(', ')}.`);
  if (method !== 'POST' && method !== 'DELETE') return refuse(405, 'POST or DELETE here.');
  const { breaks, mends } = versionFaultKind(kind);
  if (method === 'DELETE') return done(await sides.breaks(side, mends));
  const chosen = chosenOf(versionFaultKind(kind), given.choice);
  return 'wrong' in chosen
    ? refuse(400, chosen.wrong)
    : done(await sides.breaks(side, breaks(chosen.choice)));
}

function stateOf({ running }: SideView): Html {
  if (running === null)
    return html`<span class="risk"><span aria-hidden="true">△</span> does not answer</span>`;
  const broken = brokenWords(running.fault);
  return broken === ''
    ? html`<span class="ok" aria-hidden="true">✓</span> in good order`
    : html`<span class="risk"><span aria-hidden="true">△</span> ${broken}</span>`;
}

/** A row for each side: its version, the orders that it takes, and how it is. */
export function sideRows(sides: Sides): Html {
  const views = sides.view();
  const all = views.reduce((sum, { rate }) => sum + rate.perSecond, 0);
  const rows = views.map((view) => {
    const { side, running, rate } = view;
    const share = all === 0 ? '' : `, ${Math.round((100 * rate.perSecond) / all)}%`;
    const failed = rate.failed ? `${(100 * rate.failed).toFixed(1)}%` : 'none';
    return html`<tr><th scope="row">${side}</th><td><code>${running?.version ?? 'not known'}</code></td><td>${rate.perSecond.toFixed(0)}/s${share}</td><td>${failed}</td><td>${stateOf(view)}</td></tr>`;
  });
  const lost = sides.lost();
  const sign =
    lost === 0
      ? html`<span class="ok" aria-hidden="true">✓</span>`
      : html`<span class="risk" aria-hidden="true">△</span>`;
  return html`${rows}<tr><th scope="row" colspan="4">Orders that reached no version since the start</th><td>${sign} ${lost}</td></tr>`;
}

function choices(name: VersionFaultName): Html | '' {
  const { choice, label } = versionFaultKind(name);
  if (!choice) return '';
  if ('of' in choice) {
    const options = Object.entries(choice.of).map(
      ([value, words]) => html`<option value="${value}">${words}</option>`,
    );
    return html`<select id="side-choice-${name}" data-choice="choice" aria-label="${label}: which">${options}</select>`;
  }
  return html`<input id="side-choice-${name}" type="number" data-choice="choice" aria-label="${label}: percent" min="${choice.least}" max="${choice.most}" step="any" value="${choice.usual}"> %`;
}

/** A row for each fault, with a button for each side. */
export function versionFaultRows(sides: Sides): Html {
  const views = sides.view();
  const rows = VERSION_FAULT_NAMES.map((name) => {
    const { label, does, says } = versionFaultKind(name);
    const buttons = views.map(({ side, running }) => {
      const on = running !== null && says(running.fault) !== null;
      const [verb, method] = on ? ['Mend', 'DELETE'] : ['Break', 'POST'];
      return html`<td><button type="button" id="side-${side}-${name}" data-path="${SIDES_PATH}/${side}/faults/${name}" data-method="${method}" aria-label="${verb} ${side}: ${label}">${verb} ${side}</button></td>`;
    });
    return html`<tr><th scope="row">${label}<br><small>${does}</small></th><td>${choices(name)}</td>${buttons}</tr>`;
  });
  return html`${rows}`;
}

/** The whole section; nothing where no order gateway runs. */
export function sidesSection(sides: Sides | undefined): Html | '' {
  if (!sides) return '';
  const options = SIDES.toReversed().map((side) => html`<option>${side}</option>`);
  return html`<section aria-labelledby="gateway"><h2 id="gateway">Order gateway <small>two versions behind the real gateway, for releases</small></h2>
<div class="columns wider-right"><div>
<table aria-labelledby="gateway"><thead><tr><th scope="col">Side</th><th scope="col">Version</th><th scope="col">Orders</th><th scope="col">Failed</th><th scope="col">State</th></tr></thead><tbody id="sides">${sideRows(sides)}</tbody></table>
<form class="act" data-path="${SIDES_PATH}">
<label>Version <input name="version" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="60" placeholder="v1.2.5" required></label>
<label>on <select name="side">${options}</select></label>
<button type="submit">Deploy</button></form>
<p><small>Deploy to the side without orders, then start the release on the console's Releases screen.</small></p>
<p class="said" role="status"></p></div>
<table aria-label="Faults of a version"><thead><tr><th scope="col">Fault</th><th scope="col">How much</th><th scope="col" colspan="${SIDES.length}">Act</th></tr></thead><tbody id="version-faults">${versionFaultRows(sides)}</tbody></table></div></section>`;
}
