// Every answer of the HTTP API by the name of its type: a read or command names one of these, and it must be its own.
import type {
  AddedPasskeyAnswer,
  ChangedRolesAnswer,
  CredentialBody,
  EndedSessionsAnswer,
  FactorOfferBody,
  IssuedLink,
  KeyMadeAnswer,
  KeysBody,
  LinkBody,
  PasskeyChallengeBody,
  PeopleBody,
  ProfileBody,
  ProvenAnswer,
  ResetAnswer,
  TokenMadeAnswer,
  UsedLinkAnswer,
} from './access.ts';
import type {
  AlertPoliciesBody,
  AlertTimesBody,
  FiringsBody,
  SeenAnswer,
  StormActedAnswer,
  StormAnswer,
} from './alert-history.ts';
import type { ActedAnswer, AlertsBody, FiringBody } from './alerts.ts';
import type { ApprovalsBody } from './approvals.ts';
import type { AnsweredQuestion, AssessmentBody, AssessmentsBody, StartedAssessment } from './assessment.ts';
import type { BackupsBody } from './backups.ts';
import type { CanariesBody, CanaryAnswer, CanaryBody, EvidenceAnswer, PlannedCanary } from './canary.ts';
import type { CanarySeriesBody, ReplayBody } from './canary-figures.ts';
import type { AppliedConfigAnswer } from './config.ts';
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
import type { CommandedAnswer, PositionsBody, StopAnswer, StopsBody } from './emergency.ts';
import type { CommandEvent, ExecutorReport } from './executors.ts';
import type {
  IncidentAnswer,
  IncidentBody,
  IncidentSearchBody,
  IncidentSourceBody,
  IncidentsBody,
  OpenedIncident,
  PreventionBody,
  RollbackHistoryBody,
  SavedPostMortem,
  SignedPostMortem,
} from './incidents.ts';
import type { ReportedAlerts, ReportedHeartbeat, StoredAnswer } from './intake.ts';
import type { EdgeStopBody, EdgeStopRequest } from './latch.ts';
import type { LevelsBody, PressAnswer } from './levels.ts';
import type { RunbookMetricsBody } from './metrics.ts';
import type { BulkSuccess, EvaluationFailure, EvaluationSuccess, RefetchEvent } from './ofrep.ts';
import type {
  ChannelSetAnswer,
  NotificationsBody,
  OnCallBody,
  TestPageAnswer,
  TestPagesBody,
} from './on-call.ts';
import type { ReleaseAnswer, ReleaseBody, ReleasesBody, ReleaseVerdictBody } from './releases.ts';
import type { AccessLogBody, DutyReviewBody } from './review.ts';
import type { RollbackBody } from './rollback.ts';
import type { NotedAnswer, ProceduresBody, RunBody, RunsBody, StartedRun, StepAnswer } from './runs.ts';
import type {
  ChangedForm,
  DeclinedForm,
  OpenedForm,
  SignedForm,
  SignoffBody,
  VoidedForm,
} from './signoff-views.ts';
import type { Position } from './snapshot.ts';
import type { ColdTransferAnswer, WalletBody, WalletReportAnswer } from './wallet.ts';
import type { WithdrawalFiguresBody } from './withdrawal-figures.ts';
import type {
  FiledBatch,
  WithdrawalAnswer,
  WithdrawalBody,
  WithdrawalPolicyBody,
  WithdrawalsAnswer,
  WithdrawalsBody,
} from './withdrawals.ts';

/** After adding one here, run `node scripts/generate-bodies.ts`, which writes its schema into bodies.generated.ts. */
export interface Bodies {
  AccessLogBody: AccessLogBody;
  ActorsBody: ActorsBody;
  AddedPasskeyAnswer: AddedPasskeyAnswer;
  ActedAnswer: ActedAnswer;
  AlertsBody: AlertsBody;
  FiringBody: FiringBody;
  ApprovalsBody: ApprovalsBody;
  AppliedConfigAnswer: AppliedConfigAnswer;
  AuditBody: AuditBody;
  BackupsBody: BackupsBody;
  BulkSuccess: BulkSuccess;
  ChainBody: ChainBody;
  ChangeAnswer: ChangeAnswer;
  ChangedAnswer: ChangedAnswer;
  ChangedRolesAnswer: ChangedRolesAnswer;
  ChangesBody: ChangesBody;
  CredentialBody: CredentialBody;
  DutyReviewBody: DutyReviewBody;
  EndedSessionsAnswer: EndedSessionsAnswer;
  ErrorBody: ErrorBody;
  EvaluationFailure: EvaluationFailure;
  EvaluationSuccess: EvaluationSuccess;
  FactorOfferBody: FactorOfferBody;
  FiguresBody: FiguresBody;
  HistoryBody: HistoryBody;
  InstancesBody: InstancesBody;
  IssuedLink: IssuedLink;
  KeyMadeAnswer: KeyMadeAnswer;
  KeysBody: KeysBody;
  LinkBody: LinkBody;
  LevelsBody: LevelsBody;
  MatrixBody: MatrixBody;
  MeBody: MeBody;
  OutcomeBody: OutcomeBody;
  PasskeyChallengeBody: PasskeyChallengeBody;
  PeopleBody: PeopleBody;
  PressAnswer: PressAnswer;
  ProfileBody: ProfileBody;
  ProvenAnswer: ProvenAnswer;
  RefetchEvent: RefetchEvent;
  ResetAnswer: ResetAnswer;
  RollbackBody: RollbackBody;
  SignedOutAnswer: SignedOutAnswer;
  CommandedAnswer: CommandedAnswer;
  PositionsBody: PositionsBody;
  StopAnswer: StopAnswer;
  StopsBody: StopsBody;
  StatusBody: StatusBody;
  TokenMadeAnswer: TokenMadeAnswer;
  UsedLinkAnswer: UsedLinkAnswer;

  // The decision assistant.
  AnsweredQuestion: AnsweredQuestion;
  AssessmentBody: AssessmentBody;
  AssessmentsBody: AssessmentsBody;
  StartedAssessment: StartedAssessment;

  // Alerts over time.
  AlertPoliciesBody: AlertPoliciesBody;
  AlertTimesBody: AlertTimesBody;
  FiringsBody: FiringsBody;
  SeenAnswer: SeenAnswer;
  StormActedAnswer: StormActedAnswer;
  StormAnswer: StormAnswer;

  // Runs of procedures.
  NotedAnswer: NotedAnswer;
  ProceduresBody: ProceduresBody;
  RunBody: RunBody;
  RunsBody: RunsBody;
  StartedRun: StartedRun;
  StepAnswer: StepAnswer;

  // Incidents and post-mortems.
  IncidentAnswer: IncidentAnswer;
  IncidentBody: IncidentBody;
  IncidentSearchBody: IncidentSearchBody;
  IncidentSourceBody: IncidentSourceBody;
  IncidentsBody: IncidentsBody;
  OpenedIncident: OpenedIncident;
  PreventionBody: PreventionBody;
  RollbackHistoryBody: RollbackHistoryBody;
  SavedPostMortem: SavedPostMortem;
  SignedPostMortem: SignedPostMortem;
  // On-call.
  ChannelSetAnswer: ChannelSetAnswer;
  NotificationsBody: NotificationsBody;
  OnCallBody: OnCallBody;
  TestPageAnswer: TestPageAnswer;
  TestPagesBody: TestPagesBody;

  // Sign-off forms.
  ChangedForm: ChangedForm;
  DeclinedForm: DeclinedForm;
  OpenedForm: OpenedForm;
  SignedForm: SignedForm;
  SignoffBody: SignoffBody;
  VoidedForm: VoidedForm;
  // Canary programmes.
  CanariesBody: CanariesBody;
  CanaryAnswer: CanaryAnswer;
  CanaryBody: CanaryBody;
  CanarySeriesBody: CanarySeriesBody;
  EvidenceAnswer: EvidenceAnswer;
  PlannedCanary: PlannedCanary;
  ReplayBody: ReplayBody;
  // Releases.
  ReleaseAnswer: ReleaseAnswer;
  ReleaseBody: ReleaseBody;
  ReleasesBody: ReleasesBody;
  ReleaseVerdictBody: ReleaseVerdictBody;

  // Withdrawals.
  FiledBatch: FiledBatch;
  ColdTransferAnswer: ColdTransferAnswer;
  WalletBody: WalletBody;
  WalletReportAnswer: WalletReportAnswer;
  WithdrawalAnswer: WithdrawalAnswer;
  WithdrawalBody: WithdrawalBody;
  WithdrawalFiguresBody: WithdrawalFiguresBody;
  WithdrawalPolicyBody: WithdrawalPolicyBody;
  WithdrawalsAnswer: WithdrawalsAnswer;
  WithdrawalsBody: WithdrawalsBody;

  // Metrics of Prometheus.
  RunbookMetricsBody: RunbookMetricsBody;

  // What the edge takes and gives.
  AppliedReport: AppliedReport;
  CommandEvent: CommandEvent;
  EdgeStopBody: EdgeStopBody;
  EdgeStopRequest: EdgeStopRequest;
  ExecutorReport: ExecutorReport;
  Position: Position;
  SnapshotBody: SnapshotBody;
  SwitchBody: SwitchBody;

  // What the intake takes and gives.
  ReportedAlerts: ReportedAlerts;
  ReportedHeartbeat: ReportedHeartbeat;
  StoredAnswer: StoredAnswer;
}

export type BodyName = keyof Bodies;

/** The names of a type among the bodies; never when it is none of them, or only like one. */
export type NameOf<Body> = {
  [Name in BodyName]: [Body] extends [Bodies[Name]] ? ([Bodies[Name]] extends [Body] ? Name : never) : never;
}[BodyName];
