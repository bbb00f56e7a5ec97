// The live chart: orders per second by route, stacked, newest on the right.
import { type Counts, ROUTES, type Route, STEPS } from '../models/rates.ts';
import { type Html, html } from './html.ts';

const WIDTH = 720;
const HEIGHT = 180;
const SMALLEST_TOP = 100;

/** The top of the scale: the next round number above everything shown. */
export function scaleTop(most: number): number {
  const wanted = Math.max(SMALLEST_TOP, most);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10) * power;
}

const total = (counts: Counts) => counts.internal + counts.hl + counts.refused;

function area(rates: readonly Counts[], route: Route, top: number): string {
  const below = ROUTES.slice(0, ROUTES.indexOf(route));
  const x = (index: number) => (((STEPS - rates.length + index) / (STEPS - 1)) * WIDTH).toFixed(1);
  const y = (value: number) => (HEIGHT - (value / top) * HEIGHT).toFixed(1);
  const base = rates.map((counts) => below.reduce((sum, other) => sum + counts[other], 0));
  const upper = rates.map((counts, index) => `${x(index)},${y((base[index] ?? 0) + counts[route])}`);
  const lower = rates.map((_, index) => `${x(index)},${y(base[index] ?? 0)}`).reverse();
  return [...upper, ...lower].join(' ');
}

/** An SVG of the last STEPS steps; decorative, the figures stand beside it in text. */
export function chart(rates: readonly Counts[]): Html {
  const top = scaleTop(Math.max(0, ...rates.map(total)));
  const areas =
    rates.length < 2
      ? []
      : ROUTES.map((route) => html`<polygon class="area-${route}" points="${area(rates, route, top)}"/>`);
  const lines = [0, 0.5, 1].map((part) => {
    const y = HEIGHT - part * HEIGHT;
    return html`<line x1="0" x2="${WIDTH}" y1="${y}" y2="${y}"/>`;
  });
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6"/></pattern></defs>
${areas}<g class="lines">${lines}</g></svg>
<div class="scale" aria-hidden="true"><span>${top}</span><span>${top / 2}</span><span>0</span></div>
<div class="axis" aria-hidden="true"><span>90 s ago</span><span>45 s</span><span>now</span></div>`;
}
