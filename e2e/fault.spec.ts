// The venue loses HL, with the real Prometheus and Alertmanager: the on-call hears it, confirms from a phone, acts, and has the post-mortem.
import type { Page } from '@playwright/test';
import type { FiringBody } from '#lib/contract/alerts.ts';
import type { IncidentBody } from '#lib/contract/incidents.ts';
import { fire, quietBoard } from '#test/e2e-alerts.ts';
import { expect, goTo, PHONE, test } from '#test/e2e-console.ts';
import { startMonitoring } from '#test/e2e-monitoring.ts';
import { readRun } from '#test/e2e-run.ts';
import { currentValue, read } from '#test/e2e-venue.ts';
import type { Programs } from '#test/integration/alerts-programs.ts';

let monitoring: Programs | undefined;

test.beforeAll(async () => {
  monitoring = await startMonitoring();
});
test.beforeEach(quietBoard);
test.afterEach(async () => {
  await fetch(`${readRun().simUrl}/faults/hl-disconnected`, { method: 'DELETE' });
  await quietBoard();
});
test.afterAll(() => monitoring?.stop());

interface Called {
  /** Tones that were started while the browser let the page sound. */
  tones: number;
  /** Title and words of every notification of the browser. */
  notices: string[];
  /** Nobody looks at the page: browsers show notifications only then. */
  away: boolean;
}

/** In the page, before anything of it runs: what it would sound and show is also counted. */
function listen(): void {
  const called: Called = { tones: 0, notices: [], away: false };
  Object.assign(window, { called });
  const { start } = AudioScheduledSourceNode.prototype;
  AudioScheduledSourceNode.prototype.start = function (when) {
    if (this.context.state === 'running') called.tones += 1;
    start.call(this, when);
  };
  window.Notification = new Proxy(Notification, {
    construct(made, [title, options]: [string, NotificationOptions?]) {
      called.notices.push(`${title}. ${options?.body}`);
      return Reflect.construct(made, [title, options]) as Notification;
    },
    // A browser without a window has nobody to ask, and grants none.
    get: (made, name) => (name === 'permission' ? 'granted' : Reflect.get(made, name)),
  });
  Object.defineProperty(document, 'visibilityState', { get: () => (called.away ? 'hidden' : 'visible') });
}

const called = (page: Page) => page.evaluate(() => (window as unknown as { called: Called }).called);
const tones = async (page: Page) => (await called(page)).tones;
const setAway = (page: Page, away: boolean) =>
  page.evaluate((is) => {
    (window as unknown as { called: Called }).called.away = is;
  }, away);

/** While nothing has fired yet: the sound, its mute, the notification, and the board without a link. */
async function tryTheCalls(phone: Page): Promise<void> {
  await phone.getByRole('button', { name: 'Hear it' }).tap();
  await expect.poll(() => tones(phone), { message: 'the trial of the sound' }).toBe(4);
  await setAway(phone, true);
  const { number } = await fire('hot-wallet-low', 'heard');
  await expect.poll(() => tones(phone), { message: 'a new P0' }).toBe(8);
  await expect
    .poll(async () => (await called(phone)).notices)
    .toEqual([`P0 The hot wallet is below $100,000. A-${number}. Confirm it within 5 minutes.`]);
  await phone.getByRole('button', { name: 'Mute' }).tap();
  await fire('hl-margin-low', 'muted');
  await expect.poll(async () => (await called(phone)).notices).toHaveLength(2);
  expect(await tones(phone), 'muted').toBe(8);
  await phone.getByRole('button', { name: 'Mute' }).tap();
  await setAway(phone, false);

  const confirm = phone.getByRole('button', { name: 'Confirm, I have it' });
  await expect(confirm).toHaveAccessibleDescription('');
  await phone.context().setOffline(true);
  await expect(phone.getByText('You are offline', { exact: true })).toBeVisible();
  await expect(phone.getByText(/^OFFLINE/)).toBeVisible();
  for (const act of [confirm, phone.getByRole('button', { name: 'Pause large withdrawals' })]) {
    await expect(act).toHaveAttribute('aria-disabled', 'true');
  }
  await expect(phone.getByRole('timer').first()).toBeVisible();
  await phone.context().setOffline(false);
  await expect(phone.getByText('You are offline', { exact: true })).toBeHidden();
  await confirm.tap();
  await expect(phone.getByRole('article')).toContainText('Operations has it in hand');
  await quietBoard();
}

test('HL is lost: heard, confirmed on a phone, new orders paused in 14 of 14, over by itself, and written down', async ({
  loginAs,
  stranger,
  expectTrouble,
}) => {
  test.setTimeout(360_000);
  expectTrouble(/ERR_INTERNET_DISCONNECTED/, /ERR_NETWORK/);
  const phone = await loginAs('operations', { ...PHONE, permissions: ['notifications'] });
  await phone.addInitScript(listen);
  await goTo(phone, '/alerts');
  const venue = await stranger();
  await venue.goto(readRun().simUrl);
  const link = venue.getByRole('row', { name: /^HL connection drops/ });
  await link.getByRole('button', { name: 'Break' }).click();
  await expect(link).toContainText('broken since');

  await tryTheCalls(phone);
  const before = await tones(phone);
  await setAway(phone, true);
  // The rule holds for a minute before it fires. What is looked at stays: its card leads to it.
  const open = phone.getByRole('list', { name: 'Open alerts' });
  const card = open.getByRole('button', { name: /HL is disconnected/ });
  await expect(card).toBeVisible({ timeout: 150_000 });
  await expect.poll(() => tones(phone), { message: 'HL is disconnected' }).toBe(before + 4);
  expect((await called(phone)).notices.at(-1)).toContain('P0 HL is disconnected');
  await setAway(phone, false);
  await card.tap();
  const alert = phone.getByRole('article', { name: /^A-\d+, HL is disconnected$/ });
  await expect(alert).toContainText('heard from Alertmanager');
  await expect(alert.getByRole('timer')).toHaveCount(2);

  await phone.getByRole('button', { name: 'Confirm, I have it' }).tap();
  await expect(alert.getByRole('timer')).toHaveCount(1);
  await phone.getByRole('button', { name: 'Pause new orders' }).tap();
  await expect(alert).toContainText('14/14 instances applied it');
  await expect(alert.getByRole('timer')).toHaveCount(0);
  expect(await currentValue('new_orders_enabled')).toBe(false);
  const number = Number(/^A-(\d+)/.exec((await alert.getAttribute('aria-label')) ?? '')?.[1]);

  await link.getByRole('button', { name: 'Mend' }).click();
  await expect(alert).toContainText('Over', { timeout: 90_000 });
  await alert.getByRole('link', { name: 'Open an incident' }).tap();
  await expect(phone.getByText(`From A-${number}`)).toBeVisible();
  await phone.getByRole('button', { name: 'Open the incident' }).tap();
  await expect(phone).toHaveURL(/\/incidents\/\d+$/);

  const timeline = phone.getByRole('list', { name: 'Timeline' });
  const told = [
    ...[`A-${number} fired: HL is disconnected`, `A-${number} confirmed`],
    ...[`A-${number}: its action carried out`, 'new_orders_enabled true to false'],
    ...[`A-${number}: its action effective on every instance`, `A-${number} resolved`],
  ];
  for (const words of told) await expect(timeline).toContainText(words);
  // True: in this order, each at the moment that the firing itself has.
  const { firing } = await read<FiringBody>(`firing?number=${number}`);
  const { timeline: entries } = await read<IncidentBody>(`incident?number=${phone.url().split('/').at(-1)}`);
  const at = (words: string) => entries.find(({ what }) => what.startsWith(words))?.at;
  const moments = [firing.firedAt, firing.confirmedAt, firing.actedAt, firing.effectiveAt, firing.resolvedAt];
  const ownWords = told.filter((words) => words.startsWith(`A-${number}`));
  expect(ownWords.map(at)).toEqual(moments);
  expect(moments.toSorted()).toEqual(moments);
  await expect(phone.getByText('a draft that nobody has saved')).toBeVisible();
  await expect(phone.getByRole('textbox', { name: 'Summary' })).toHaveValue(/HL is disconnected/);
});
