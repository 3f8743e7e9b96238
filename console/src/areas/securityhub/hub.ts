// What several pages ask Security Hub.
import { type AwsSecurityFinding, type AwsSecurityFindingFilters, type BatchUpdateFindingsRequest, BatchUpdateFindingsCommand, GetFindingsCommand, SecurityHubClient, type StringFilter } from '@aws-sdk/client-securityhub';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';

export const hub = () => client(SecurityHubClient);
export const is = (...values: string[]): StringFilter[] => values.map((Value) => ({ Value, Comparison: 'EQUALS' }));
/** Findings that a page looks through. */
export const MOST = 2000;

/** Filters for a choice of workflow: what is open, one status, or all. */
export function ofWorkflow(status: string): AwsSecurityFindingFilters {
  if (status === 'ALL') return {};
  return { RecordState: is('ACTIVE'), WorkflowStatus: status === 'OPEN' ? is('NEW', 'NOTIFIED') : is(status) };
}

/** Findings, the most severe first. */
export function findings(filters: AwsSecurityFindingFilters, most = MOST): Promise<AwsSecurityFinding[]> {
  return pages(async (NextToken) => {
    const reply = await hub().send(new GetFindingsCommand({ Filters: filters, NextToken, MaxResults: 100, SortCriteria: [{ Field: 'SeverityNormalized', SortOrder: 'desc' }] }));
    return [reply.Findings, reply.NextToken];
  }, most);
}

/** What counts for scores: findings of controls that are neither archived nor suppressed. */
export const JUDGED: AwsSecurityFindingFilters = { RecordState: is('ACTIVE'), WorkflowStatus: is('NEW', 'NOTIFIED', 'RESOLVED'), ProductName: is('Security Hub') };
/** Findings that scores are worked out from. */
export const MOST_JUDGED = 10_000;

const update = (of: AwsSecurityFinding[], status: string | undefined, note: string | undefined, by: string): BatchUpdateFindingsRequest => ({
  FindingIdentifiers: of.map((f) => ({ Id: f.Id, ProductArn: f.ProductArn })),
  ...(status ? { Workflow: { Status: status as 'NEW' } } : {}),
  ...(note ? { Note: { Text: note, UpdatedBy: by } } : {}),
});

/** Sets the workflow of findings, or writes a note to them; what one refused is a failure. */
export async function change(of: AwsSecurityFinding[], status: string | undefined, note: string | undefined, by: string): Promise<void> {
  for (let at = 0; at < of.length; at += 100) {
    const reply = await hub().send(new BatchUpdateFindingsCommand(update(of.slice(at, at + 100), status, note, by)));
    const refused = reply.UnprocessedFindings?.[0];
    if (refused) throw Object.assign(new Error(refused.ErrorMessage), { name: refused.ErrorCode, $metadata: reply.$metadata });
  }
}

export const changeCommand = (of: AwsSecurityFinding[], status: string | undefined, note: string | undefined, by: string): string =>
  cli('securityhub batch-update-findings', {
    'finding-identifiers': JSON.stringify(of.map((f) => ({ Id: f.Id, ProductArn: f.ProductArn }))),
    workflow: status && `Status=${status}`,
    note: note && JSON.stringify({ Text: note, UpdatedBy: by }),
  });
