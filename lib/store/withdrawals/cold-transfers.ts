// Transfers from cold storage, and what the wallet service said that came into the hot wallet.
import type { ColdTransferState } from '#lib/catalog/cold-transfers.ts';
import type { Asset, Network } from '#lib/catalog/withdrawals.ts';
import type { Receipt } from '#lib/rules/withdrawals/cold-transfer.ts';
import { type Prisma, Prisma as Sql, type Tx } from '#lib/store/client.ts';

export interface StoredTransfer {
  id: string;
  number: number;
  asset: Asset;
  network: Network;
  amount: string;
  reference: string;
  reason: string;
  recordedAt: Date;
  recordedName: string;
  dueAt: Date;
  state: ColdTransferState;
  arrivedAmount: string | null;
  endedAt: Date | null;
  endedName: string | null;
  endReason: string | null;
}

type Row = Prisma.ColdTransferGetPayload<object>;

function stored({ recordedBy: _, endedBy: __, ...row }: Row): StoredTransfer {
  return {
    ...row,
    number: Number(row.number),
    asset: row.asset as Asset,
    network: row.network as Network,
    amount: row.amount.toFixed(),
    state: row.state as ColdTransferState,
    arrivedAmount: row.arrivedAmount?.toFixed() ?? null,
  };
}

const UNDER_WAY = { state: 'under-way' } as const;

/** Oldest first. */
export async function transfersUnderWay(tx: Tx): Promise<StoredTransfer[]> {
  const rows = await tx.coldTransfer.findMany({ where: UNDER_WAY, orderBy: { number: 'asc' } });
  return rows.map(stored);
}

/** The same, locked until the transaction ends. */
export async function lockTransfersUnderWay(tx: Tx): Promise<StoredTransfer[]> {
  await tx.$queryRaw`SELECT 1 FROM cold_transfers WHERE state = 'under-way' ORDER BY id FOR UPDATE`;
  return transfersUnderWay(tx);
}

/** Those that are over, the newest first. */
export async function endedTransfers(tx: Tx, most: number): Promise<StoredTransfer[]> {
  const where = { NOT: UNDER_WAY };
  const rows = await tx.coldTransfer.findMany({ where, orderBy: { endedAt: 'desc' }, take: most });
  return rows.map(stored);
}

export async function lockTransfer(tx: Tx, id: string): Promise<StoredTransfer | undefined> {
  await tx.$queryRaw`SELECT 1 FROM cold_transfers WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.coldTransfer.findUnique({ where: { id } });
  return row ? stored(row) : undefined;
}

/** The one by which this transaction is followed, or was. */
export async function transferOf(
  tx: Tx,
  { network, asset, reference }: Pick<Receipt, 'network' | 'asset' | 'reference'>,
): Promise<StoredTransfer | undefined> {
  const where = { network, asset, reference, state: { not: 'cancelled' } };
  const row = await tx.coldTransfer.findFirst({ where });
  return row ? stored(row) : undefined;
}

/** 'cold': whoever records a transfer waits here for the others who do. */
const RECORDING = 0x636f6c64;

export async function lockRecording(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${RECORDING}::bigint)`;
}

export async function nextTransferNumber(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('cold_transfers', 'number')) AS number`;
  if (!row) throw new Error('the sequence gave no number');
  return Number(row.number);
}

export interface NewTransfer {
  id: string;
  number: number;
  asset: Asset;
  network: Network;
  amount: string;
  reference: string;
  reason: string;
  recordedAt: Date;
  recordedBy: string;
  recordedName: string;
  dueAt: Date;
}

export async function insertTransfer(tx: Tx, transfer: NewTransfer): Promise<void> {
  await tx.coldTransfer.create({ data: { ...transfer, ...UNDER_WAY } });
}

/** How one ended: by its receipt, or by the word of a person. */
export type TransferEnd =
  | { state: 'arrived'; at: Date; name: string; arrivedAmount: string }
  | { state: 'arrived' | 'cancelled'; at: Date; by: string; name: string; reason: string };

/** False when it was over already. */
export async function endTransfer(tx: Tx, id: string, end: TransferEnd): Promise<boolean> {
  const { count } = await tx.coldTransfer.updateMany({
    where: { id, ...UNDER_WAY },
    data: {
      ...{ state: end.state, endedAt: end.at, endedName: end.name },
      ...('by' in end ? { endedBy: end.by, endReason: end.reason } : { arrivedAmount: end.arrivedAmount }),
    },
  });
  return count === 1;
}

/** What is known to have come in by these transactions. */
export async function receiptsOf(tx: Tx, references: readonly string[]): Promise<Receipt[]> {
  if (references.length === 0) return [];
  const rows = await tx.walletReceipt.findMany({ where: { reference: { in: [...references] } } });
  return rows.map(({ network, asset, reference, amount }) => ({
    ...{ network: network as Network, asset: asset as Asset, reference, amount: amount.toFixed() },
  }));
}

/** What is known already stays as it is. */
export async function keepReceipts(tx: Tx, observedAt: Date, receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  const rows = receipts.map(
    ({ network, asset, reference, amount }) =>
      Sql.sql`(${network}, ${asset}, ${reference}, ${amount}::numeric, ${observedAt}::timestamptz)`,
  );
  await tx.$executeRaw`
    INSERT INTO wallet_receipts (network, asset, reference, amount, observed_at) VALUES ${Sql.join(rows)}
    ON CONFLICT DO NOTHING`;
}
