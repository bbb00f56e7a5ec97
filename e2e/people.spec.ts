// People: a colleague is invited, enrols a passkey, works with it, and is out at once when a super admin says so.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '#test/e2e-access.ts';
import { expect, goTo, nextCode, openSwitch, PHONE, pressHeldBecause, test } from '#test/e2e-console.ts';
import { addAuthenticator } from '#test/e2e-passkey.ts';
import { accountOf } from '#test/e2e-run.ts';
import { currentValue } from '#test/e2e-venue.ts';

const PASSWORD = 'walrus orbit pepper candle';

interface Colleague {
  name: string;
  email: string;
}

function colleague(name: string): Colleague {
  return { name, email: `${name.toLowerCase().replace(' ', '.')}.${Date.now()}@example.com` };
}

/** Everything up to the proof that it is still the inviter. */
async function fillInvitation(page: Page, { name, email }: Colleague, role: string): Promise<Locator> {
  await goTo(page, '/people');
  await page.getByRole('button', { name: 'Invite a person' }).filter({ visible: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite a person' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('checkbox', { name: role }).check();
  return dialog;
}

/** The link, read and put away. */
async function takeLink(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: /link for/ });
  const link = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('checkbox', { name: 'I have stored it where it belongs' }).check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  return link;
}

async function joinBy(page: Page, link: string, { name }: Colleague): Promise<void> {
  await page.goto(link);
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  // Neither the address bar nor the history keeps the secret.
  await expect(page).toHaveURL(/\/welcome$/);
  await page.getByLabel('Choose a password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await page.waitForURL('**/profile?welcome=1');
}

async function openPerson(page: Page, { name, email }: Colleague): Promise<Locator> {
  await goTo(page, '/people');
  await page
    .getByRole('row', { name: new RegExp(`(?<!\\w)${email}`) })
    .getByRole('button')
    .click();
  const sheet = page.getByRole('dialog', { name });
  await expect(sheet).toBeVisible();
  return sheet;
}

async function confirmWithPasskey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Confirm with a passkey' }).click();
}

test('a colleague is invited, enrols a passkey, signs in with it, acts, and is out at once', async ({
  loginAs,
  stranger,
  expectTrouble,
}) => {
  test.slow();
  // Windows whose session ends ask once more why, and are told.
  expectTrouble(/status of 401/);
  const first = colleague('Ines Carvalho');
  const second = colleague('Tomasz Wrona');

  const admin = await loginAs('super_admin');
  const invitation = await fillInvitation(admin, first, 'Super admin');
  await invitation.getByRole('button', { name: 'Invite the person' }).click();
  const proof = admin.getByRole('dialog', { name: 'Invite the person' });
  await proof.getByLabel('One-time code').fill('000000');
  await proof.getByRole('button', { name: 'Confirm with the code' }).click();
  await expect(proof.getByRole('alert')).toContainText('That code is wrong');
  await proof.getByLabel('One-time code').fill(await nextCode(accountOf('super_admin')));
  await proof.getByLabel('One-time code').press('Enter');
  const link = await takeLink(admin);
  await expect(admin.getByText(first.email)).toBeVisible();

  // The first colleague: refused words stay, writes wait for a second factor.
  const page = await stranger();
  await addAuthenticator(page);
  await page.goto(link);
  await page.getByLabel('Choose a password', { exact: true }).fill('password1234');
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await expect(page.getByText('list of widely known ones')).toBeVisible();
  await joinBy(page, link, first);
  await expect(page.getByText('Set up a second factor before your first change')).toBeVisible();
  await page.goto('/switches');
  await expect(page.getByRole('complementary', { name: 'Second factor' })).toBeVisible();
  const refused = await openSwitch(page, 'hedge_max_leverage');
  await refused.getByLabel('New value').fill('2.5');
  await refused.getByLabel('New value').press('Enter');
  await expect(refused.getByRole('alert')).toContainText('you need a second factor before your first change');
  await page.getByRole('link', { name: 'Open your profile' }).click();

  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const naming = page.getByRole('dialog', { name: 'Add a passkey' });
  await naming.getByLabel('Name of the passkey').fill('Work laptop');
  await naming.getByRole('button', { name: 'Continue with the device' }).click();
  await expect(page.getByText('Work laptop', { exact: true })).toBeVisible();
  await expect(page.getByText('Set up a second factor before your first change')).toBeHidden();
  await pressHeldBecause(
    page.getByRole('button', { name: 'Remove Work laptop' }),
    'set up another one first',
  );

  // Out, and in again by nothing but the passkey.
  await page.getByRole('button', { name: new RegExp(first.name) }).click();
  await page.getByRole('dialog', { name: first.name }).getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  await goTo(page, '/switches');
  const sheet = await openSwitch(page, 'hedge_max_leverage');
  await sheet.getByLabel('New value').fill('2.5');
  await sheet.getByLabel('New value').press('Enter');
  await expect(sheet).toBeHidden();
  await expect.poll(() => currentValue('hedge_max_leverage')).toBe(2.5);

  // The second colleague is invited, proven by passkey, and looks at a screen.
  const next = await fillInvitation(page, second, 'Risk manager');
  await next.getByRole('button', { name: 'Invite the person' }).click();
  await confirmWithPasskey(page);
  const joined = await stranger();
  await joinBy(joined, await takeLink(page), second);
  await goTo(joined, '/now');

  // Demoted: whatever they have open is over.
  const person = await openPerson(page, second);
  await person.getByRole('checkbox', { name: 'Risk manager' }).uncheck();
  await person.getByRole('checkbox', { name: 'Auditor' }).check();
  await expect(person.getByRole('list', { name: 'What changes' })).toContainText('Risk manager');
  await person.getByLabel(/^Reason/).fill('Moves to internal audit');
  await person.getByRole('button', { name: 'Change the roles' }).click();
  await confirmWithPasskey(page);
  await expect(joined).toHaveURL(/\/sign-in/, { timeout: 5_000 });

  // A lost phone: a new link, once, and the old password opens nothing.
  await person.getByRole('button', { name: 'Reset second factor' }).click();
  const reset = page.getByRole('dialog', { name: `Reset the second factor of ${second.name}` });
  await reset.getByRole('button', { name: 'Reset it now' }).click();
  await confirmWithPasskey(page);
  const anew = await takeLink(page);
  await joined.getByLabel('Email').fill(second.email);
  await joined.getByLabel('Password').fill(PASSWORD);
  await joined.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(joined.getByRole('alert').filter({ hasText: 'press its button' })).toBeVisible();
  await joinBy(joined, anew, second);
  await joined.goto(anew);
  await expect(joined.getByRole('heading', { name: 'This link opens nothing' })).toBeVisible();

  // Disabled by the one who invited them: out within seconds, passkey or not.
  const mine = await openPerson(admin, first);
  await mine.getByRole('button', { name: 'Disable' }).click();
  const disabling = admin.getByRole('dialog', { name: `Disable ${first.name}` });
  await disabling.getByRole('button', { name: 'Disable them now' }).click();
  await expect(disabling).toBeHidden();
  await expect(page).toHaveURL(/\/sign-in/, { timeout: 5_000 });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'does not know that passkey' })).toBeVisible();

  // Nobody is able to shut themselves out, or the last one who lets people in.
  const self = await openPerson(admin, accountOf('super_admin'));
  await pressHeldBecause(self.getByRole('button', { name: 'Disable' }), 'Nobody disables themselves');
});

test('the screens of people are for everyone: axe in both themes, phones, 320 px', async ({
  loginAs,
  stranger,
}) => {
  test.slow();
  const outside = await stranger();
  await outside.goto('/welcome');
  await expect(outside.getByRole('heading', { name: 'Open your link again' })).toBeVisible();
  await expectAccessible(outside, 'welcome without a link');
  const page = await loginAs('super_admin');
  await goTo(page, '/profile');
  await expectAccessible(page, 'profile');
  await openPerson(page, accountOf('operations'));
  await expectAccessible(page, 'the sheet of a person');
  await page.keyboard.press('Escape');
  const dialog = await fillInvitation(page, colleague('Ana Reyes'), 'Super admin');
  await dialog.getByRole('checkbox', { name: 'Risk manager' }).check();
  await expect(dialog.getByText('could ask for a raising change in one role')).toBeVisible();
  await expectAccessible(page, 'the invitation');
  await dialog.getByRole('button', { name: 'Invite the person' }).click();
  const proof = page.getByRole('dialog', { name: 'Invite the person' });
  await expect(proof.getByLabel('One-time code')).toBeFocused();
  await expectAccessible(page, 'the step-up');
  await page.keyboard.press('Escape');
  // Turned away: what was written is still there.
  await expect(dialog.getByLabel('Name')).toHaveValue('Ana Reyes');
  for (const options of [PHONE, { viewport: { width: 320, height: 640 } }]) {
    const page = await loginAs('super_admin', options);
    await goTo(page, '/people');
    await expectNoSidewaysScroll(page, '/people');
    await page.getByRole('button', { name: 'Operations', exact: true }).filter({ visible: true }).click();
    await expect(page.getByRole('dialog', { name: 'Operations' })).toBeVisible();
    await expectNoSidewaysScroll(page, 'the sheet of a person');
    await goTo(page, '/profile');
    await expectNoSidewaysScroll(page, '/profile');
  }
});
