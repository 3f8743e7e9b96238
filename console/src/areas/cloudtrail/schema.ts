// Columns of event data stores, for the schema browser, and statements to begin with.
import { t } from './texts';

export interface ColumnOf { name: string; type: string; members?: ColumnOf[] }

const of = (names: string, type = 'string'): ColumnOf[] => names.split(' ').map((name) => ({ name, type }));

/** Columns of events of the categories Management and Data. */
export const COLUMNS: ColumnOf[] = [
  { name: 'eventTime', type: 'timestamp' },
  ...of('eventName eventSource eventType eventCategory eventID eventVersion awsRegion recipientAccountId sourceIPAddress userAgent errorCode errorMessage requestID sharedEventID apiVersion vpcEndpointId'),
  ...of('readOnly managementEvent', 'boolean'),
  {
    name: 'userIdentity', type: 'struct', members: [
      ...of('type arn principalId accountId accessKeyId userName invokedBy'),
      { name: 'sessionContext', type: 'struct', members: [{ name: 'sessionIssuer', type: 'struct', members: of('type arn principalId accountId userName') }, { name: 'attributes', type: 'struct', members: of('creationDate mfaAuthenticated') }] },
    ],
  },
  { name: 'resources', type: 'array' },
  { name: 'tlsDetails', type: 'struct', members: of('tlsVersion cipherSuite clientProvidedHostHeader') },
  ...of('requestParameters responseElements additionalEventData serviceEventDetails', 'map'),
];

/** Columns with the paths by which a statement names them. */
export const paths = (columns: ColumnOf[], before = ''): { path: string; type: string }[] =>
  columns.flatMap((one) => [{ path: before + one.name, type: one.type }, ...paths(one.members ?? [], `${before}${one.name}.`)]);

export const STATEMENTS: [title: string, statement: (store: string) => string][] = [
  [t.sampleNames, (store) => `SELECT eventName, count(*) AS calls\nFROM ${store}\nGROUP BY eventName\nORDER BY calls DESC\nLIMIT 25`],
  [t.sampleNewest, (store) => `SELECT eventTime, eventName, userIdentity.arn AS who, sourceIPAddress, errorCode\nFROM ${store}\nORDER BY eventTime DESC\nLIMIT 1000`],
  [t.sampleRefusals, (store) => `SELECT userIdentity.arn AS who, count(*) AS refused\nFROM ${store}\nWHERE errorCode LIKE '%AccessDenied%' OR errorCode LIKE '%Unauthorized%'\nGROUP BY 1\nORDER BY refused DESC\nLIMIT 25`],
  [t.sampleTime, (store) => `SELECT date_trunc('minute', eventTime) AS minute, count(*) AS calls\nFROM ${store}\nGROUP BY 1\nORDER BY 1`],
];

/** A statement with a word put in where the cursor is. */
export function inserted(statement: string, word: string, at: number): string {
  const before = statement.slice(0, at);
  return `${before}${/[\s,(.]$|^$/.test(before) ? '' : ' '}${word}${statement.slice(at)}`;
}
