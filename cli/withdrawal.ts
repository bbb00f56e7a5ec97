// `bulkhead withdrawal`: the queue, one request, and which rule of the policy a request would meet.
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  ASSET_NAMES,
  WITHDRAWAL_STATES,
  WITHDRAWAL_TAB_NAMES,
  type WithdrawalState,
  withdrawalName,
} from '#lib/catalog/withdrawals.ts';
import type {
  WithdrawalBody,
  WithdrawalPolicyBody,
  WithdrawalsBody,
  WithdrawalView,
} from '#lib/contract/withdrawals.ts';
import { askRead } from './api.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { printError, printJson, printLine } from './output.ts';
import { READERS } from './switch-arguments.ts';
import { printTable } from './table.ts';
import { instant } from './times.ts';

interface PolicyOptions extends DoorOptions {
  asset: string;
  usd: string;
  destinationAge?: string;
  accountAge?: string;
}

/** `3h` or `2d`, in the unit asked for. */
function ageIn(unit: 'hours' | 'days') {
  return (text: string): string => {
    const [, count, sign] = /^(\d{1,6})([hd])$/.exec(text) ?? [];
    if (count === undefined) throw new InvalidArgumentError('Send an age such as 3h or 40d.');
    const hours = Number(count) * (sign === 'd' ? 24 : 1);
    return String(unit === 'hours' ? hours : Math.floor(hours / 24));
  };
}

export function asWithdrawal(command: Command): Command {
  command.description('Withdrawals: the queue, one request, and the policy.');
  command
    .command('list')
    .description('List the queue, oldest first.')
    .addOption(new Option('--tab <name>', 'which part').choices([...WITHDRAWAL_TAB_NAMES]).default('open'))
    .option('--search <text>', 'a number, your id, or how an account or address begins')
    .action((_options, own: Command) => list(own.optsWithGlobals()));
  command
    .command('show')
    .description('Show one request and what keeps it from going out.')
    .argument('<withdrawal>', 'such as W-42, or the id under which it was filed')
    .action((name: string, _options, own: Command) => show(name, own.optsWithGlobals()));
  command
    .command('policy')
    .description('Say which rule a request would meet, and why not those before it.')
    .requiredOption('--usd <value>', 'what it is worth, such as 12000.50')
    .addOption(new Option('--asset <name>', 'the asset').choices([...ASSET_NAMES]).default('USDC'))
    .option(
      '--destination-age <age>',
      'how long the account knows the destination, such as 3h',
      ageIn('hours'),
    )
    .option('--account-age <age>', 'how old the account is, such as 40d', ageIn('days'))
    .action((_options, own: Command) => policy(own.optsWithGlobals()));
  return command;
}

const stateWords = (state: string) => WITHDRAWAL_STATES[state as WithdrawalState] ?? state;
const causesOf = ({ causes }: WithdrawalView) => causes.map(({ text }) => text).join('; ');

async function list(options: DoorOptions & { tab: string; search?: string }): Promise<void> {
  const body = await askRead<WithdrawalsBody>(doorOf(options, READERS), 'withdrawals', {
    ...{ tab: options.tab, limit: '200' },
    ...(options.search === undefined ? {} : { text: options.search }),
  });
  if (options.json) return printJson(body);
  if (body.items.length === 0) return printError('There is no such withdrawal.');
  printTable(
    [
      { title: 'REQUEST' },
      { title: 'ACCOUNT', gives: 1 },
      { title: 'AMOUNT' },
      { title: 'USD' },
      { title: 'TO', gives: 3 },
      { title: 'STATE' },
      { title: 'CAUSE', gives: 2 },
    ],
    body.items.map((one) => [
      ...[withdrawalName(one.number), one.account, `${one.amount} ${one.asset}`, one.usdValue],
      ...[one.address, stateWords(one.state), causesOf(one)],
    ]),
  );
  if (body.nextBefore !== null) printError(`There are more: ${body.tabs[options.tab]?.count ?? 0} in all.`);
}

async function show(name: string, options: DoorOptions): Promise<void> {
  const number = /^W-([1-9]\d{0,14})$/i.exec(name)?.[1];
  const body = await askRead<WithdrawalBody>(
    doorOf(options, READERS),
    'withdrawal',
    number === undefined ? { id: name } : { number },
  );
  if (options.json) return printJson(body);
  const one = body.withdrawal;
  printLine(
    `${withdrawalName(one.number)}  ${one.amount} ${one.asset}, $${one.usdValue}  ${stateWords(one.state)}`,
  );
  printLine(
    `to ${one.address} on ${one.network}, from ${one.account}, filed ${instant(one.filedAt)} as ${one.id}`,
  );
  printLine(`${one.rule.label}: ${one.rule.asks}`);
  for (const { by, at } of one.approvals) printLine(`approved by ${by.name}, ${instant(at)}`);
  for (const { text } of one.causes) printLine(`  ${text}`);
}

async function policy(options: PolicyOptions): Promise<void> {
  const { destinationAge, accountAge } = options;
  const body = await askRead<WithdrawalPolicyBody>(doorOf(options, READERS), 'withdrawal-policy', {
    ...{ asset: options.asset, usdValue: options.usd },
    ...(destinationAge === undefined ? {} : { destinationHours: destinationAge }),
    ...(accountAge === undefined ? {} : { accountDays: accountAge }),
  });
  if (options.json) return printJson(body);
  for (const { key, met, because } of body.match?.steps ?? [])
    printLine(`${met ? 'meets' : 'not'}  ${key}: ${because}`);
  if (body.match) printLine(`${body.match.rule.label}. ${body.match.rule.asks}.`);
}
