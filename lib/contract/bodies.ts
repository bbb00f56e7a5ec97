// Every answer of the HTTP API by the name of its type: a read or command names one of these, and it must be its own.
import type {
  ActorsBody,
  AuditBody,
  ChainBody,
  ChangeAnswer,
  ChangedAnswer,
  ChangesBody,
  ErrorBody,
  FiguresBody,
  HistoryBody,
  InstancesBody,
  MatrixBody,
  MeBody,
  OutcomeBody,
  SignedOutAnswer,
  StatusBody,
} from './console.ts';
import type { AppliedReport, SnapshotBody, SwitchBody } from './edge.ts';
import type { Position } from './snapshot.ts';

/** After adding one here, run `node scripts/generate-bodies.ts`, which writes its schema into bodies.generated.ts. */
export interface Bodies {
  ActorsBody: ActorsBody;
  AuditBody: AuditBody;
  ChainBody: ChainBody;
  ChangeAnswer: ChangeAnswer;
  ChangedAnswer: ChangedAnswer;
  ChangesBody: ChangesBody;
  ErrorBody: ErrorBody;
  FiguresBody: FiguresBody;
  HistoryBody: HistoryBody;
  InstancesBody: InstancesBody;
  MatrixBody: MatrixBody;
  MeBody: MeBody;
  OutcomeBody: OutcomeBody;
  SignedOutAnswer: SignedOutAnswer;
  StatusBody: StatusBody;

  // What the edge takes and gives.
  AppliedReport: AppliedReport;
  Position: Position;
  SnapshotBody: SnapshotBody;
  SwitchBody: SwitchBody;
}

export type BodyName = keyof Bodies;

/** The names of a type among the bodies; never when it is none of them, or only like one. */
export type NameOf<Body> = {
  [Name in BodyName]: [Body] extends [Bodies[Name]] ? ([Bodies[Name]] extends [Body] ? Name : never) : never;
}[BodyName];
